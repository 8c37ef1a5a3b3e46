"""Independent shares of polygons: exact covered area of each commune, and covered people by density.

shares.py PACK FILING.geojson ANSWER.json. Areas in a cylindrical equal-area projection of WGS84. People: those of
a rural commune's urban centre live in its outline, the rest in the rest, evenly: so a commune's covered people are
the sum over its pieces of people x covered share of the piece. Arrondissements are pieces of their own.
"""
import gzip, json, sys
import numpy as np
import shapely

pack, filing, answer = sys.argv[1:4]
E2 = 0.0066943799901413165
E = np.sqrt(E2)


def equal_area(coords):
    s = np.sin(np.radians(coords[:, 1]))
    q = (1 - E2) * (s / (1 - E2 * s * s) + np.arctanh(E * s) / E)
    return np.column_stack([np.radians(coords[:, 0]) * 6378.137, q * 6378.137 / 2])


def layer(name):
    with gzip.open(f"{pack}/{name}.geojson.gz") as source:
        features = json.load(source)["features"]
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    return [f["properties"] for f in features], shapely.transform(shapes, equal_area)


claims = json.load(open(filing))["features"]
claim = shapely.union_all([
    shapely.transform(shapely.make_valid(shapely.from_geojson(json.dumps(f["geometry"]))), equal_area) for f in claims
])
communes, outlines = layer("communes")
parts = {}
for name in ("arrondissements", "urban-centres"):
    for properties, shape in zip(*layer(name)):
        parts.setdefault(properties["parent"], []).append((name, properties, shape))

rows = {}
for commune, outline in zip(communes, outlines):
    if not shapely.intersects(outline, claim):
        continue
    row = {"area": float(shapely.area(shapely.intersection(outline, claim)) / shapely.area(outline))}
    for what in ("population", "households"):
        left, rest, covered = commune[f"{what}_2024"], outline, 0.0
        own = parts.get(commune["code"], [])
        for name, properties, shape in own:
            people = properties.get(f"{what}_2024")
            if people is None and name == "urban-centres" and len(own) == 1:
                people = commune.get(f"{what}_urban_2024")
            if people is None:
                covered = None
                break
            covered += people * shapely.area(shapely.intersection(shape, claim)) / shapely.area(shape)
            left, rest = left - people, shapely.difference(rest, shape)
        if covered is None:
            row[what] = None
            continue
        if left > 0.5 and shapely.area(rest) > 1e-6:
            covered += left * shapely.area(shapely.intersection(rest, claim)) / shapely.area(rest)
        row[what] = float(covered / commune[f"{what}_2024"])
    rows[commune["code"]] = row
json.dump(rows, open(answer, "w"))
