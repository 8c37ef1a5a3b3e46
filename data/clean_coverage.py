#!/usr/bin/env python3
"""Turns drawn outlines into a coverage: no overlap, no gap, borders shared to the vertex.

`taghtia country build` runs this as a child process; it knows no census and no names, only shapes.
It needs shapely 2.2 (GEOS 3.14), because nothing in Rust cleans or simplifies a coverage yet.

    clean_coverage.py IN.jsonl OUT.jsonl

IN, one JSON object a line, coordinates in degrees:
  {"kind":"unit","id":..,"commune":..,"geometry":..}     what the coverage is made of: communes, or the
                                                         arrondissements and urban centres they consist of
  {"kind":"group","id":..,"layer":..,"communes":[..]}    dissolve these communes into one shape
  {"kind":"group","id":..,"layer":..,"units":[..]}       the same of units
  {"kind":"province","id":..,"communes":[..],"geometry":..}  the source's own outline of a province: a gap
                                                         that lies in it goes to one of its communes
  {"kind":"gap","at":[lon,lat],"owner":..}               decided by hand: the gap around this point
  {"kind":"map","tolerance":..,"decimals":..}            also simplify every layer, for the map

OUT: {"layer":..,"id":..,"geometry":..} for the layers unit, commune and each group's, and, simplified,
     map-commune, map-arrondissement (units of communes that are nothing but units) and map-(group's layer);
     {"layer":"gap",..} for every gap larger than a sliver and {"layer":"report",..} at the end.

How: GEOS `coverage_clean` removes overlaps (the smaller outline wins, which cuts a town out of the
commune around it) and slivers; then all borders are snap-rounded onto the 1e-6 degree grid the pack is
written in, cut into faces, and every face gets exactly one owner. Rounding first and merging faces
afterwards is what keeps neighbours equal to the last digit in the file.
"""

import json
import sys
from collections import defaultdict

import numpy as np
import shapely
from shapely import STRtree

GRID = 1e-6
# Slivers up to about 50 m wide are drawing errors; whatever is wider is looked at and listed.
SLIVER_WIDTH = 0.0005
# A part of a unit smaller than a hectare, cut off by a neighbour's line, goes to that neighbour.
SPECK_KM2 = 0.01


def km2(geometry):
    """Area on a sphere-like local scale: good to a percent, for thresholds and the report only."""
    if geometry.is_empty:
        return 0.0
    latitude = np.radians((geometry.bounds[1] + geometry.bounds[3]) / 2)
    return float(geometry.area * 111.32 * 110.9 * np.cos(latitude))


def polygons(geometry):
    """The polygons of a polygonal geometry."""
    return [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and not p.is_empty]


def read(path):
    """The input, by kind."""
    records = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "geometry" in record:
                record["shape"] = shapely.make_valid(
                    shapely.geometry.shape(record.pop("geometry")), method="structure", keep_collapsed=False
                )
            records[record["kind"]].append(record)
    return records


def overlaps(shapes):
    """How much of the drawn outlines lies on each other: pairs and area, before anything is mended."""
    tree = STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    pairs, area = 0, 0.0
    for a, b in zip(left, right, strict=True):
        if a < b:
            common = km2(shapes[a].intersection(shapes[b]))
            if common > 1e-6:
                pairs, area = pairs + 1, area + common
    return {"pairs": pairs, "km2": round(area, 3)}


def holes(shapes):
    """What no outline covers, inside the outer border."""
    union = shapely.union_all(shapes)
    return [shapely.Polygon(ring) for part in polygons(union) for ring in part.interiors]


def faces_of(shapes):
    """The plane cut along all borders, on the grid."""
    borders = shapely.union_all(shapely.boundary(shapes), grid_size=GRID)
    faces = polygons(shapely.polygonize(shapely.get_parts(borders)))
    # Polygonize's order follows the input's; sorting makes the rest independent of it.
    return sorted(faces, key=lambda f: (f.bounds, f.area))


def owners_of(faces, shapes):
    """For each face the index of the shape it lies in, or -1."""
    points = shapely.point_on_surface(faces)
    owner = np.full(len(faces), -1)
    face, shape = STRtree(shapes).query(points, predicate="within")
    owner[face[::-1]] = shape[::-1]
    return owner


def border_lengths(face, candidates, shapes):
    """Length of the border a face has in common with each candidate, longest first."""
    lengths = [(shapely.length(shapely.intersection(face.boundary, shapes[i].boundary)), i) for i in candidates]
    return sorted(((length, i) for length, i in lengths if length > 0), key=lambda pair: (-pair[0], pair[1]))


def merge(faces, owner, count):
    """One shape per unit; shared borders cancel exactly because faces share every vertex."""
    members = defaultdict(list)
    for face, index in zip(faces, owner, strict=True):
        if index >= 0:
            members[index].append(face)
    return [shapely.coverage_union_all(members[i]) if members[i] else shapely.Polygon() for i in range(count)]


def fill_gaps(faces, owner, units, records, listed):
    """Gives every ownerless face an owner: by hand, else the longest border in its province, else anywhere."""
    shapes = merge(faces, owner, len(units))
    by_commune = defaultdict(list)
    for index, unit in enumerate(units):
        by_commune[unit["commune"]].append(index)
    tree = STRtree(shapes)
    for number in np.flatnonzero(owner < 0):
        face = faces[number]
        touching = sorted(int(i) for i in tree.query(face, predicate="intersects"))
        decided = [g for g in records["gap"] if face.contains(shapely.Point(g["at"]))]
        province = max(
            records["province"], key=lambda p: shapely.intersection(p["shape"], face).area, default=None
        )
        inside = set(province["communes"]) if province else set()
        ranked = border_lengths(face, touching, shapes)
        same = [(length, i) for length, i in ranked if units[i]["commune"] in inside]
        how = "longest-border-in-province" if same else "longest-border"
        chosen = (same or ranked)[0][1]
        if decided:
            # The hand table names a commune; the shape goes to its largest unit (never to an urban centre).
            how, chosen = "hand", max(by_commune[decided[0]["owner"]], key=lambda i: units[i]["shape"].area)
        elif units[chosen]["id"] != units[chosen]["commune"] and len(by_commune[units[chosen]["commune"]]) > 1:
            whole = [i for i in by_commune[units[chosen]["commune"]] if units[i]["id"] == units[i]["commune"]]
            chosen = whole[0] if whole else chosen
        owner[number] = chosen
        if km2(face) >= SPECK_KM2:
            listed.append(
                {
                    "km2": round(km2(face), 3),
                    "at": [round(c, 4) for c in shapely.point_on_surface(face).coords[0]],
                    "province": province["id"] if province else None,
                    "owner": units[chosen]["commune"],
                    "how": how,
                    "neighbours": [[units[i]["id"], round(length * 100, 2)] for length, i in ranked[:5]],
                }
            )


def drop_specks(faces, owner, units):
    """Gives parts under a hectare that a cut left behind to the neighbour they touch most."""
    dropped = 0
    for _ in range(3):
        shapes = merge(faces, owner, len(units))
        tree = STRtree(shapes)
        moved = 0
        face_tree = STRtree(faces)
        for index, shape in enumerate(shapes):
            parts = sorted(polygons(shape), key=lambda p: -p.area)
            for part in parts[1:]:
                if km2(part) >= SPECK_KM2:
                    continue
                near = [int(i) for i in tree.query(part, predicate="intersects") if i != index]
                ranked = border_lengths(part, sorted(near), shapes)
                if not ranked:
                    continue
                for number in face_tree.query(part, predicate="contains"):
                    owner[number] = ranked[0][1]
                moved += 1
        dropped += moved
        if not moved:
            break
    return dropped


def tidy(geometry):
    """Rounded, counter-clockwise outside, rings in a fixed order and from a fixed start."""
    parts = polygons(shapely.transform(geometry, lambda xy: np.round(xy, 6)))
    parts = [shapely.orient_polygons(shapely.normalize(p)) for p in parts]
    parts.sort(key=lambda p: (-p.area, p.bounds))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def coordinates(geometry, decimals):
    """GeoJSON geometry with rounded coordinates."""
    def ring(line):
        return [[round(float(x), decimals), round(float(y), decimals)] for x, y in line.coords]

    def polygon(part):
        return [ring(part.exterior)] + [ring(r) for r in part.interiors]

    if geometry.geom_type == "Polygon":
        return {"type": "Polygon", "coordinates": polygon(geometry)}
    return {"type": "MultiPolygon", "coordinates": [polygon(p) for p in geometry.geoms]}


def simplified(units, shapes, groups, wish):
    """Every layer for the map, from one simplified coverage, so that borders of all levels coincide."""
    whole = {unit["commune"] for unit in units if unit["id"] == unit["commune"]}
    # Urban centres lie in a commune that has an outline of its own and are not drawn; a commune without
    # one consists of its arrondissements.
    pieces = defaultdict(list)
    for unit, shape in zip(units, shapes, strict=True):
        pieces[unit["commune"] if unit["commune"] in whole else unit["id"], unit["commune"]].append(shape)
    keys = sorted(pieces)
    coverage = np.array([shapely.coverage_union_all(pieces[key]) for key in keys], dtype=object)
    coverage = shapely.coverage_simplify(coverage, wish["tolerance"])
    coverage = shapely.transform(coverage, lambda xy: np.round(xy, wish["decimals"]))
    if not (shapely.is_valid(coverage).all() and shapely.coverage_is_valid(coverage)):
        raise SystemExit("the map layers are no coverage after rounding: use more decimals or a smaller tolerance")
    by_id = {identity: shape for (identity, _), shape in zip(keys, coverage, strict=True)}
    members = defaultdict(list)
    for (_, commune), shape in zip(keys, coverage, strict=True):
        members[commune].append(shape)
    communes = {code: shapely.coverage_union_all(members[code]) for code in sorted(members)}
    for code, shape in communes.items():
        yield "commune", code, shape
    for identity, commune in keys:
        if identity != commune:
            yield "arrondissement", identity, by_id[identity]
    for group in groups:
        parts = [communes[c] for c in group.get("communes", [])] + [by_id[u] for u in group.get("units", [])]
        yield group["layer"], group["id"], shapely.coverage_union_all(parts)


def main():
    """Reads, cleans, writes."""
    records = read(sys.argv[1])
    units = records["unit"]
    drawn = [unit["shape"] for unit in units]
    report = {"shapely": shapely.__version__, "geos": shapely.geos_version_string}
    report["overlaps"] = overlaps(drawn)
    before = holes(drawn)
    report["gaps"] = {"count": len(before), "km2": round(sum(map(km2, before)), 3)}
    report["gaps_over_1_ha"] = sum(km2(gap) > SPECK_KM2 for gap in before)

    cleaned = list(
        shapely.coverage_clean(drawn, gap_width=SLIVER_WIDTH, merge_strategy="min_area")
    )
    faces = faces_of(cleaned)
    owner = owners_of(faces, cleaned)
    listed = []
    fill_gaps(faces, owner, units, records, listed)
    report["specks_moved"] = drop_specks(faces, owner, units)
    shapes = [tidy(shape) for shape in merge(faces, owner, len(units))]
    report["coverage_valid"] = bool(shapely.coverage_is_valid(shapes))
    report["empty_units"] = [u["id"] for u, s in zip(units, shapes, strict=True) if s.is_empty]

    members = defaultdict(list)
    for unit, shape in zip(units, shapes, strict=True):
        members[unit["commune"]].append(shape)
    communes = {code: tidy(shapely.coverage_union_all(members[code])) for code in sorted(members)}
    report["communes_valid"] = bool(shapely.coverage_is_valid(list(communes.values())))
    by_id = dict(zip((unit["id"] for unit in units), shapes, strict=True))

    with open(sys.argv[2], "w", encoding="utf-8") as out:
        def put(layer, identity, geometry, decimals=6):
            record = {"layer": layer, "id": identity, "geometry": coordinates(geometry, decimals)}
            out.write(json.dumps(record, separators=(",", ":")) + "\n")

        for unit, shape in zip(units, shapes, strict=True):
            put("unit", unit["id"], shape)
        for code, shape in communes.items():
            put("commune", code, shape)
        for group in records["group"]:
            parts = [communes[c] for c in group.get("communes", [])] + [by_id[u] for u in group.get("units", [])]
            put(group["layer"], group["id"], tidy(shapely.coverage_union_all(parts)))
        for wish in records["map"]:
            for layer, code, shape in simplified(units, shapes, records["group"], wish):
                put(f"map-{layer}", code, tidy(shape), wish["decimals"])
        for gap in listed:
            out.write(json.dumps({"layer": "gap", **gap}) + "\n")
        out.write(json.dumps({"layer": "report", **report}) + "\n")


if __name__ == "__main__":
    main()
