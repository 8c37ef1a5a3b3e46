"""P3's and P4's peer: union of one operator's discs and its overlay with every commune, by GEOS on 2 threads.

overlay.py COMMUNES.geojson.gz DISCS.json ANSWER.json. Areas are computed in a cylindrical equal-area projection
(authalic latitude of WGS84), so shares are shares of true area.
"""
import gzip, json, sys, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np
import shapely

communes, discs, answer = sys.argv[1:4]
E2 = 0.0066943799901413165
E = np.sqrt(E2)


def equal_area(coords):
    s = np.sin(np.radians(coords[:, 1]))
    q = (1 - E2) * (s / (1 - E2 * s * s) + np.arctanh(E * s) / E)
    return np.column_stack([np.radians(coords[:, 0]) * 6378.137, q * 6378.137 / 2])


features = sorted(json.load(gzip.open(communes))["features"], key=lambda f: f["properties"]["code"])
outlines = shapely.transform(shapely.from_geojson([json.dumps(f["geometry"]) for f in features]), equal_area)
polygons = shapely.transform(shapely.polygons([np.array(r) for r in json.load(open(discs))]), equal_area)

start = time.perf_counter()
with ThreadPoolExecutor(2) as pool:
    half = len(polygons) // 2
    order = np.argsort(shapely.bounds(polygons)[:, 0])
    parts = list(pool.map(shapely.union_all, [polygons[order[:half]], polygons[order[half:]]]))
    union = shapely.union_all(parts)
    pieces = shapely.get_parts(union)
    tree = shapely.STRtree(pieces)

    def covered(span):
        areas = np.zeros(len(outlines))
        for i in range(*span):
            near = tree.query(outlines[i])
            if len(near):
                areas[i] = shapely.area(shapely.intersection(outlines[i], pieces[near])).sum()
        return areas

    middle = len(outlines) // 2
    areas = sum(pool.map(covered, [(0, middle), (middle, len(outlines))]))
seconds = time.perf_counter() - start
share = areas / shapely.area(outlines)
json.dump({"seconds": seconds, "covered_share": share.tolist(), "geos": shapely.geos_version_string}, open(answer, "w"))
