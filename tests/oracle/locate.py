"""Independent point location: which communes GEOS says a point lies in, or on the border of.

locate.py COMMUNES.geojson.gz POINTS.f64 ANSWER.i32. POINTS holds lon, lat pairs. ANSWER holds three numbers a
point: kind (0 outside, 1 inside, 2 on a border) and up to two communes in order of code (-1 for none).
"""
import gzip, json, sys
import numpy as np
import shapely

communes, points, answer = sys.argv[1:4]
features = sorted(json.load(gzip.open(communes))["features"], key=lambda f: f["properties"]["code"])
outlines = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
shapely.prepare(outlines)
at = np.fromfile(points).reshape(-1, 2)
lon, lat = at[:, 0].copy(), at[:, 1].copy()
result = np.full((len(at), 3), -1, dtype=np.int32)
result[:, 0] = 0
order = np.argsort(lat, kind="stable")
slon, slat = lon[order], lat[order]
for i, (w, s, e, n) in enumerate(shapely.bounds(outlines)):
    a, b = np.searchsorted(slat, s, "left"), np.searchsorted(slat, n, "right")
    near = np.nonzero((slon[a:b] >= w) & (slon[a:b] <= e))[0] + a
    touched = near[shapely.intersects_xy(outlines[i], slon[near], slat[near])]
    inside = shapely.contains_xy(outlines[i], slon[touched], slat[touched])
    result[order[touched[inside]], 0] = 1
    result[order[touched[inside]], 1] = i
    for point in order[touched[~inside]]:
        result[point, 0] = 2
        result[point, 1 if result[point, 1] < 0 else 2] = i
result.tofile(answer)
