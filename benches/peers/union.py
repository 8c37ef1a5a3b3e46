"""G3's peer: which cell centres a dissolved union holds, by GEOS' prepared geometry on 2 threads.

union.py UNION.geojson FOLDER ANSWER.json. FOLDER holds `centres.f64` (longitude, latitude) and `inside.u8`, the
cells found by us; what is timed is from the geometry's text to the last answer.
"""
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np
import shapely

union, folder, answer = sys.argv[1:4]
text = open(union).read()
text = text[text.index('"geometry":') + len('"geometry":') : text.rindex("}]}")]
centres = np.fromfile(f"{folder}/centres.f64").reshape(-1, 2)
ours = np.fromfile(f"{folder}/inside.u8", dtype=np.uint8).astype(bool)


def inside(points):
    # A geometry of its own for each thread: GEOS builds the index of edges at the first question, for one thread.
    geometry = shapely.from_geojson(text)
    shapely.prepare(geometry)
    return shapely.contains_xy(geometry, points[:, 0], points[:, 1])


start = time.perf_counter()
with ThreadPoolExecutor(2) as pool:
    theirs = np.concatenate(list(pool.map(inside, np.array_split(centres, 2))))
seconds = time.perf_counter() - start
json.dump(
    {"seconds": seconds, "cells": int(theirs.sum()), "differ": int((theirs != ours).sum()), "geos": shapely.geos_version_string},
    open(answer, "w"),
)
