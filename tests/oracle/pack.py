#!/usr/bin/env python3
"""A second opinion on a country pack, by GEOS through shapely: prints one JSON object.

    pack.py PACK_DIR [--provinces PROVINCES.json]

It shares no code with `taghtia country build` or `check`. Coverage: validity, overlaps, gaps, shared
borders; parents as unions of communes; localities named like exactly one commune that lie in it. With
--provinces (OpenStreetMap's outlines, from npm morocco-map; ODbL, so a test oracle and never a source)
also how well each province overlaps. Exit status 1 when a hard promise of the pack is broken.
"""

import argparse
import csv
import gzip
import json
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import shapely
from shapely import STRtree

HECTARE = 1e-2  # km2


def load(folder, name):
    """Properties and shapes of a layer, by code."""
    with gzip.open(folder / f"{name}.geojson.gz", "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    properties = {f["id"]: f["properties"] for f in features}
    shapes = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in features}
    return properties, shapes


def km2(geometry):
    """Area on a local scale, good to a percent: thresholds only."""
    if geometry.is_empty:
        return 0.0
    latitude = np.radians((geometry.bounds[1] + geometry.bounds[3]) / 2)
    return float(geometry.area * 111.32 * 110.9 * np.cos(latitude))


def fold(name):
    """A name without accents, case, spaces and punctuation."""
    plain = unicodedata.normalize("NFD", name)
    return re.sub("[^a-z0-9]", "", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def coverage(shapes):
    """Validity, overlaps, gaps and neighbours of a layer that should be a coverage."""
    codes, array = list(shapes), np.array(list(shapes.values()), dtype=object)
    left, right = STRtree(array).query(array, predicate="intersects")
    overlap, overlap_pairs, touching = 0.0, 0, defaultdict(set)
    for a, b in zip(left, right, strict=True):
        if a >= b:
            continue
        common = shapely.intersection(array[a], array[b])
        area = km2(common)
        overlap += area
        overlap_pairs += area > 0
        if common.length > 0:
            touching[codes[a]].add(codes[b])
            touching[codes[b]].add(codes[a])
    union = shapely.union_all(array)
    holes = [km2(shapely.Polygon(r)) for p in shapely.get_parts(union) for r in p.interiors]
    found = {
        "count": len(codes),
        "invalid": [c for c, s in shapes.items() if not s.is_valid],
        "misoriented": [c for c, s in shapes.items() if not s.equals_exact(shapely.orient_polygons(s))],
        "coverage_valid": bool(shapely.coverage_is_valid(array)),
        "overlap_pairs": overlap_pairs,
        "overlap_km2": overlap,
        "gaps": len(holes),
        "gaps_over_1_ha": sum(h > HECTARE for h in holes),
        "parts": len(shapely.get_parts(union)),
    }
    return found, touching


def mismatch(parents, children):
    """The largest symmetric difference between a parent and the union of its children, in km2."""
    worst = 0.0
    for code, members in children.items():
        worst = max(worst, km2(shapely.symmetric_difference(parents[code], shapely.union_all(members))))
    return worst


def localities(folder, properties, shapes):
    """How many localities named like exactly one commune lie in it, and how many as recorded."""
    names = Counter(fold(p["name_fr"]) for p in properties.values())
    code_of = {fold(p["name_fr"]): c for c, p in properties.items()}
    codes = list(shapes)
    tree = STRtree(list(shapes.values()))
    named, inside, wrong, outside = 0, 0, [], []
    with open(folder / "localities.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        hits = {codes[i] for i in tree.query(point, predicate="intersects")}
        if (row["commune"] not in hits) if row["commune"] else hits:
            wrong.append(row["geonameid"])
        name = fold(row["name"])
        if names[name] == 1:
            named += 1
            if code_of[name] in hits:
                inside += 1
            else:
                outside.append(row["name"])
    return {
        "count": len(rows),
        "uniquely_named": named,
        "inside": inside,
        "share": inside / named if named else None,
        "outside": outside,
        "recorded_commune_wrong": wrong,
    }


def topojson(path):
    """The shapes of a TopoJSON file's first object."""
    with open(path, encoding="utf-8") as file:
        topology = json.load(file)
    scale, origin = (np.array(topology.get("transform", d)[k]) for d, k in (
        ({"scale": [1, 1]}, "scale"), ({"translate": [0, 0]}, "translate")))
    arcs = [
        (np.cumsum(np.array(a, dtype=float), axis=0) if "transform" in topology else np.array(a)) * scale + origin
        for a in topology["arcs"]
    ]

    def ring(indexes):
        lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.concatenate([lines[0]] + [line[1:] for line in lines[1:]])

    found = []
    for geometry in next(iter(topology["objects"].values()))["geometries"]:
        polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"], [])
        parts = [shapely.Polygon(ring(rings[0]), [ring(r) for r in rings[1:]]) for rings in polygons]
        found.append(shapely.union_all([shapely.make_valid(p) for p in parts]))
    return found


def provinces(path, properties, shapes):
    """Intersection over union with another source's outlines, matched by the greatest overlap."""
    other = topojson(path)
    tree = STRtree(other)
    found = {}
    for code, shape in shapes.items():
        ratios = [
            shapely.intersection(shape, other[i]).area / shapely.union(shape, other[i]).area
            for i in tree.query(shape, predicate="intersects")
        ]
        found[code] = max(ratios, default=0.0)
    mine, theirs = shapely.union_all(list(shapes.values())), shapely.union_all(other)
    worst = sorted(found, key=found.get)[:8]
    return {
        "count": len(found),
        "outlines": len(other),
        "median": statistics.median(found.values()),
        "worst": [[c, properties[c]["name_fr"], round(found[c], 3)] for c in worst],
        "country": shapely.intersection(mine, theirs).area / shapely.union(mine, theirs).area,
    }


def main():
    """Reads the pack, asks GEOS, prints."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("pack", type=Path)
    arguments.add_argument("--provinces", type=Path)
    options = arguments.parse_args()

    properties, communes = load(options.pack, "communes")
    province_properties, province_shapes = load(options.pack, "provinces")
    _, region_shapes = load(options.pack, "regions")
    arrondissement_properties, arrondissements = load(options.pack, "arrondissements")
    _, sectors = load(options.pack, "sectors")
    centre_properties, centres = load(options.pack, "urban-centres")
    _, drawn = load(options.pack, "map-communes")

    result = {"shapely": shapely.__version__, "geos": shapely.geos_version_string}
    result["communes"], touching = coverage(communes)
    lonely = [
        c for c in communes
        if not any(properties[n]["parent"] == properties[c]["parent"] for n in touching[c])
    ]
    result["communes"]["touch_none_of_their_province"] = lonely
    result["arrondissements"], _ = coverage(arrondissements)
    result["urban_centres"], _ = coverage(centres)

    by_province, by_region, by_commune, by_sector = (defaultdict(list) for _ in range(4))
    for code, shape in communes.items():
        by_province[properties[code]["parent"]].append(shape)
    for code, shape in province_shapes.items():
        by_region[province_properties[code]["parent"]].append(shape)
    for code, shape in arrondissements.items():
        by_commune[arrondissement_properties[code]["parent"]].append(shape)
        if arrondissement_properties[code].get("sector"):
            by_sector[arrondissement_properties[code]["sector"]].append(shape)
    result["union_mismatch_km2"] = {
        "provinces": mismatch(province_shapes, by_province),
        "regions": mismatch(region_shapes, by_region),
        "communes_of_arrondissements": mismatch(communes, by_commune),
        "sectors": mismatch(sectors, by_sector),
    }
    result["urban_centres"]["outside_their_commune_km2"] = sum(
        km2(shapely.difference(s, communes[centre_properties[c]["parent"]])) for c, s in centres.items()
    )
    result["map"] = {
        "count": len(drawn),
        "invalid": [c for c, s in drawn.items() if not s.is_valid],
        "bytes": (options.pack / "map-communes.geojson.gz").stat().st_size,
    }
    result["localities"] = localities(options.pack, properties, communes)
    if options.provinces:
        result["provinces"] = provinces(options.provinces, province_properties, province_shapes)

    layers = [result["communes"], result["arrondissements"], result["urban_centres"]]
    result["sound"] = bool(
        all(not la["invalid"] and not la["misoriented"] and la["coverage_valid"] for la in layers)
        and all(la["overlap_km2"] < 1e-9 for la in layers)
        and result["communes"]["gaps_over_1_ha"] == 0
        and max(result["union_mismatch_km2"].values()) < 1e-9
        and result["urban_centres"]["outside_their_commune_km2"] < 1e-9
        and not result["map"]["invalid"]
        and result["localities"]["share"] >= 0.94
        and not result["localities"]["recorded_commune_wrong"]
    )
    print(json.dumps(result, indent=1, ensure_ascii=False))
    raise SystemExit(0 if result["sound"] else 1)


if __name__ == "__main__":
    main()
