"""Independent kilometres of route: GEOS cuts, PROJ measures.

route_km.py OUTLINES NETWORK.json ANSWER.json. OUTLINES is a FeatureCollection, gzipped or not, whose features have a
`code`; NETWORK is an OFDS package. ANSWER: {"communes": {code: [operational, planned]}, "all": [operational, planned],
"ends": {far, off}} in metres; what lies outside every outline is the difference. Straight in longitude and latitude.
"""
import gzip, json, sys
import shapely
from pyproj import Geod

outlines, network, answer = sys.argv[1:4]
geod = Geod(ellps="WGS84")
with (gzip.open(outlines) if outlines.endswith(".gz") else open(outlines)) as source:
    features = json.load(source)["features"]
shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
tree = shapely.STRtree(shapes)
communes, whole = {}, [0.0, 0.0]
far = off = swapped = 0
for part in json.load(open(network))["networks"]:
    places = {n["id"]: n["location"]["coordinates"] for n in part.get("nodes", []) if n.get("location")}
    for span in part.get("spans", []):
        if not span.get("route"):
            continue
        points = [p[:2] for p in span["route"]["coordinates"]]
        start, end = places.get(span.get("start")), places.get(span.get("end"))
        away = lambda point, node: geod.inv(*point, *node[:2])[2] if node else 0.0
        straight = [away(points[0], start), away(points[-1], end)]
        turned = [away(points[-1], start), away(points[0], end)]
        if start and end and max(straight) > 100 and max(turned) <= 1000 and max(turned) < max(straight):
            swapped += 1
        else:
            far += sum(d > 1000 for d in straight)
            off += sum(100 < d <= 1000 for d in straight)
        status = span.get("status", "operational")
        if status == "decommissioned" or "fibre" not in span.get("transmissionMedium", ["fibre"]):
            continue
        column = 0 if status == "operational" else 1
        # Segment by segment: a route may run over itself, which an intersection as a whole would count once.
        for a, b in zip(points, points[1:]):
            if a == b:
                continue
            line = shapely.LineString([a, b])
            whole[column] += geod.geometry_length(line)
            for at in tree.query(line, predicate="intersects"):
                length = geod.geometry_length(shapely.intersection(line, shapes[at]))
                communes.setdefault(features[at]["properties"]["code"], [0.0, 0.0])[column] += length
json.dump({"communes": communes, "all": whole, "ends": [far, off, swapped]}, open(answer, "w"))
