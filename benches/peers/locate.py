"""P1's peer: exact point in commune by GEOS (shapely.contains_xy on prepared outlines), one core.

locate.py COMMUNES.geojson.gz FOLDER ANSWER.json: reads lon.f64, lat.f64 from FOLDER, writes found.u16 there.
The idiom is the best found: points sorted into a grid by cell, each outline prepared once and asked for the
points of the cells of its box in one call.
"""
import gzip, json, sys, time
import numpy as np
import shapely

communes, folder, answer = sys.argv[1:4]
features = sorted(json.load(gzip.open(communes))["features"], key=lambda f: f["properties"]["code"])
outlines = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
lon, lat = np.fromfile(f"{folder}/lon.f64"), np.fromfile(f"{folder}/lat.f64")

start = time.perf_counter()
found = np.full(len(lon), 0xFFFF, dtype=np.uint16)
order = np.argsort(lat, kind="stable")
slon, slat = lon[order], lat[order]
shapely.prepare(outlines)
bounds = shapely.bounds(outlines)
result = np.full(len(lon), 0xFFFF, dtype=np.uint16)
for i, (w, s, e, n) in enumerate(bounds):
    a, b = np.searchsorted(slat, [s, n], side="left")
    b = np.searchsorted(slat, n, side="right")
    near = np.nonzero((slon[a:b] >= w) & (slon[a:b] <= e))[0] + a
    inside = near[shapely.contains_xy(outlines[i], slon[near], slat[near])]
    result[inside] = i
found[order] = result
seconds = time.perf_counter() - start
found.tofile(f"{folder}/found.u16")
json.dump({"seconds": seconds, "points": len(lon), "geos": shapely.geos_version_string}, open(answer, "w"))
