"""Writes tests/fixtures/pretzels.json: outlines that cross themselves, and what GEOS makes of each."""

import json
import random
import sys

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping

WEST, SOUTH, SIZE = -7.2, 32.0, 0.4


def place(x, y):
    return [round(WEST + SIZE * x, 6), round(SOUTH + SIZE * y, 6)]


def closed(points):
    return [place(x, y) for x, y in points + points[:1]]


def polygons(shape):
    parts = getattr(shape, "geoms", [shape])
    return MultiPolygon([p for part in parts for p in getattr(part, "geoms", [part]) if isinstance(p, Polygon)])


def main(path):
    draw = random.Random(7)
    cases = [
        [closed([(0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)])],  # a bow-tie
        [closed([(0.5, 0.1), (0.7, 0.9), (0.1, 0.4), (0.9, 0.4), (0.3, 0.9)])],  # a pentagram
        # A hole that sticks out of its shell, and two holes that overlap.
        [closed([(0.1, 0.1), (0.6, 0.1), (0.6, 0.6), (0.1, 0.6)]), closed([(0.4, 0.3), (0.9, 0.3), (0.9, 0.5), (0.4, 0.5)])],
        [
            closed([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]),
            closed([(0.2, 0.2), (0.6, 0.2), (0.6, 0.6), (0.2, 0.6)]),
            closed([(0.4, 0.4), (0.8, 0.4), (0.8, 0.8), (0.4, 0.8)]),
        ],
    ]
    cases += [[closed([(draw.random(), draw.random()) for _ in range(draw.randint(5, 14))])] for _ in range(12)]
    written = []
    for rings in cases:
        filed = Polygon(rings[0], rings[1:])
        assert not filed.is_valid
        valid = polygons(shapely.make_valid(filed, method="linework"))
        written.append({"filed": rings, "valid": mapping(valid)["coordinates"]})
    with open(path, "w", encoding="utf-8") as out:
        json.dump(written, out, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
