"""Checks of places against data from outside, run by hand.

python -m bench.places workdays DIR           days, sums of working days and calendar files of others
python -m bench.places clock [CASES]          the clock against the minute-by-minute one of the tests, at random
python -m bench.places outlines POLYGONS OSM  a county line in GCJ-02 against the same line in WGS-84
python -m bench.places names OSM COUNTIES     names on a map against names in the official list
python -m bench.places index [POLYGONS]       from point to grid, single and in bulk
"""

import csv
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from xml.etree.ElementTree import iterparse

import numpy as np
import shapely

from linli.places.calendar_files import read_calendar, shipped
from linli.places.coordinates import Points, convert_shape
from linli.places.divisions import match
from linli.places.geometry import GridIndex, flattened
from linli.places.workdays import DayKind
from linli.places.worktime import OFFICE_HOURS, ZONE, Calendar, Limit, Pause, Unit, add


def workdays(folder: Path) -> int:
    """Each day and each reference sum, from the shipped table and again from the calendar files of others."""
    wrong = days_that_differ(folder, shipped()) + sums_that_differ(folder, shipped())
    for name in (
        "2024.json",
        "2025.json",
        "2026.json",
        "2027.json",
        "2026.ics",
        "holiday-cn.ics",
        "holidayCal_apple_style.ics",
    ):
        notice = read_calendar((folder / name).read_text(encoding="utf-8"))
        calendar = Calendar(notice.marks, notice.years)
        years = " ".join(map(str, sorted(notice.years))) or "none (not announced)"
        differing = days_that_differ(folder, calendar, notice.years) if notice.years else 0
        print(f"{name}: {len(notice.marks)} marked days, settles {years}, {differing} differ")
        wrong += differing
    return wrong


def days_that_differ(folder: Path, calendar: Calendar, years: frozenset[int] | None = None) -> int:
    with (folder / "workdays_2019_2026.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if years is None or int(row["date"][:4]) in years]
    wrong = [
        row for row in rows if calendar.works(date.fromisoformat(row["date"])) != (row["is_workday"] == "1")
    ]
    print(f"  {len(rows) - len(wrong)} of {len(rows)} days agree", *(row["date"] for row in wrong[:5]))
    return len(wrong)


def sums_that_differ(folder: Path, calendar: Calendar) -> int:
    with (folder / "add_workdays_reference.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = 0
    for row in rows:
        start = datetime.fromisoformat(row["start_date"]).replace(hour=10, tzinfo=ZONE)
        due = add(Limit(int(row["workdays_to_add"]), Unit.WORKING_DAYS), start, calendar, OFFICE_HOURS)
        wrong += due.at is None or due.at.date().isoformat() != row["due_date"] or due.unconfirmed
    print(f"  {len(rows) - wrong} of {len(rows)} sums of working days agree")
    return wrong


def clock(cases: str = "20000", seed: str = "1") -> int:
    from tests.places.oracle import Oracle

    rng, wrong, spent = random.Random(int(seed)), 0, 0.0
    kinds = {kind: {day for day, mark in shipped().marks.items() if mark.kind is kind} for kind in DayKind}
    second = Oracle(kinds[DayKind.HOLIDAY], kinds[DayKind.MAKEUP], list(OFFICE_HOURS.spans))
    for _case in range(int(cases)):
        start, limit, pauses = drawn_case(rng)
        expected = second.due(limit.amount, limit.unit.value, start, pauses)
        begun = time.perf_counter()
        stops = [Pause(a.replace(tzinfo=ZONE), b.replace(tzinfo=ZONE) if b else None) for a, b in pauses]
        due = add(limit, start.replace(tzinfo=ZONE), shipped(), OFFICE_HOURS, stops)
        spent += time.perf_counter() - begun
        wrong += due.at != (expected.replace(tzinfo=ZONE) if expected else None)
    print(f"seed {seed}: {int(cases) - wrong} of {cases} agree, {spent / int(cases) * 1e6:.0f} µs each")
    return wrong


def drawn_case(rng: random.Random) -> tuple[datetime, Limit, list[tuple[datetime, datetime | None]]]:
    most = {Unit.MINUTES: 3000, Unit.HOURS: 200, Unit.DAYS: 15, Unit.WORKING_HOURS: 40, Unit.WORKING_DAYS: 15}
    start = datetime.fromisoformat("2019-01-01") + timedelta(minutes=rng.randrange(60 * 24 * 365 * 8))
    unit = rng.choice(list(most))
    pauses: list[tuple[datetime, datetime | None]] = []
    for _pause in range(rng.choice([0, 0, 1, 1, 2, 3])):
        begin = start + timedelta(minutes=rng.randrange(-500, 8000))
        length = rng.choice([None, *[rng.randrange(6000) for _ in range(9)]])
        pauses.append((begin, None if length is None else begin + timedelta(minutes=length)))
    return start, Limit(rng.randrange(1, most[unit] + 1), unit), pauses


def outlines(polygons: Path, osm: Path) -> int:
    """How far the county line on the map lies from the outline, as it is and after conversion from GCJ-02."""
    features = json.loads((polygons / "counties_8.geojson").read_text(encoding="utf-8"))["features"]
    county = next(
        shapely.geometry.shape(f["geometry"]) for f in features if f["properties"]["adcode"] == 360681
    )
    line = county_line(osm / "guixi" / "guixi.osm.gz")
    centre = (float(line[:, 0].mean()), float(line[:, 1].mean()))
    points = shapely.points(shapely.get_coordinates(flattened(shapely.MultiPoint(line), centre)))
    print(f"{len(line)} points of the county line")
    for name, shape in (("as it is", county), ("converted", convert_shape(county, "gcj02", "wgs84"))):
        distances = shapely.distance(points, flattened(shape, centre).boundary)
        print(
            f"  {name}: median {median(distances):.0f} m, 9 of 10 within {np.quantile(distances, 0.9):.0f} m"
        )
    return 0


def county_line(file: Path) -> Points:
    """Coordinates of the points of ways that are a county or higher border (admin_level 5 or 6)."""
    nodes: dict[str, tuple[float, float]] = {}
    wanted: list[str] = []
    with gzip.open(file) as stream:
        for _event, element in iterparse(stream):  # noqa: S314
            if element.tag == "node":
                nodes[element.attrib["id"]] = (float(element.attrib["lon"]), float(element.attrib["lat"]))
            elif element.tag == "way":
                tags = {tag.attrib["k"]: tag.attrib["v"] for tag in element.findall("tag")}
                if tags.get("boundary") == "administrative" and tags.get("admin_level") in ("5", "6"):
                    wanted += [nd.attrib["ref"] for nd in element.findall("nd")]
    return np.array([nodes[ref] for ref in dict.fromkeys(wanted) if ref in nodes])


def names(osm: Path, counties: Path) -> int:
    with (osm / "guixi" / "origins.csv").open(encoding="utf-8", newline="") as file:
        asked = [row["origin"] for row in csv.DictReader(file)]
    tree = json.loads((counties / "360681.json").read_text(encoding="utf-8"))
    bodies = [(number, body, street) for number, (body, street) in enumerate(bodies_of(tree))]
    for name in asked:
        found = match(name, ((number, body) for number, body, _street in bodies))
        said = ", ".join(f"{bodies[number][2]} {bodies[number][1]}" for number in found.found) or "-"
        print(f"  {name}: {'is' if found.sure else 'ask'} {said} ({found.by})")
    return 0


def bodies_of(tree: dict[str, list[dict[str, list[dict[str, str]]]]]) -> Iterator[tuple[str, str]]:
    for street in tree["streets"]:
        for body in street["villages"]:
            yield body["name"], str(street["name"])


def index(polygons: str = "10000") -> int:
    """A town of square-ish grids with 24 corners each; points all over it."""
    rng, side = np.random.default_rng(1), int(int(polygons) ** 0.5)
    turn = np.linspace(0, 2 * np.pi, 25)[:-1]
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * 0.0005
    shapes = [
        (number, shapely.Polygon(ring + np.array([115 + number % side * 0.001, 28 + number // side * 0.001])))
        for number in range(side * side)
    ]
    grid = GridIndex(shapes)
    points = np.column_stack(
        [115 + rng.uniform(0, side * 0.001, 100_000), 28 + rng.uniform(0, side * 0.001, 100_000)]
    )
    grid.many(points[:1000])
    bulk = timed(lambda: grid.positions(points)) / len(points)
    single = timed(lambda: [grid.at(lon, lat) for lon, lat in points[:20_000].tolist()]) / 20_000
    print(f"{len(grid)} polygons: single {single * 1e6:.1f} µs, bulk {bulk * 1e6:.2f} µs a point")
    return int(single > 50e-6 or bulk > 5e-6)


def timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in CHECKS:
        print(__doc__)
        return 2
    return 1 if CHECKS[argv[0]](*argv[1:]) else 0


CHECKS: dict[str, Callable[..., int]] = {
    "workdays": lambda folder: workdays(Path(folder)),
    "clock": clock,
    "outlines": lambda polygons, osm: outlines(Path(polygons), Path(osm)),
    "names": lambda osm, counties: names(Path(osm), Path(counties)),
    "index": index,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
