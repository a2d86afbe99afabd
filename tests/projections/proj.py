"""Records what PROJ makes of some places: pip install pyproj==3.7.2 && python proj.py > proj.json"""

import json

import pyproj

PARALLELS = [30, 52]
CENTER = [75, 42]
DEFINITIONS = {
    "conic": "+proj=aea +lat_1=30 +lat_2=52 +lat_0=42 +lon_0=75 +R=1",
    "mercator": "+proj=merc +lon_0=75 +R=1",
    "equirectangular": "+proj=eqc +lon_0=75 +R=1",
}

places = [(round(-104.5 + 27.1 * column, 1), -82 + 12.5 * row) for row in range(14) for column in range(14)]
record = {"source": f"PROJ {pyproj.proj_version_str}", "parallels": PARALLELS, "center": CENTER}
for name, definition in DEFINITIONS.items():
    project = pyproj.Proj(definition)
    points = []
    for lon, lat in places:
        x, y = project(lon, lat)
        points.append([lon - 360 if lon > 180 else lon, lat, x, y])
    record[name] = points
print(json.dumps(record).replace("], [", "],\n["))
