"""How changes become the counts of days, as SQL for both databases."""

from typing import Final

from linli.cases.days.facts import every_case
from linli.cases.models.days import COUNTED, NUMBERS
from linli.kit.paths import DEEPEST, SEGMENT

CHANGES: Final = "SELECT * FROM cases_daychange"
EMPTY: Final = "raised = 0 AND " + " AND ".join(f"{name} = 0" for name in COUNTED)


def spread(source: str) -> str:
    """The numbers of these changes for each area around them, of their unit and of all together."""
    deep = " UNION ALL ".join(f"SELECT {SEGMENT * number} AS deep" for number in range(DEEPEST + 1))
    return (
        f"SELECT substr(one.area_path, 1, level.deep) AS area_path, "
        f"CASE WHEN part.own = 1 THEN one.unit ELSE 0 END AS unit, one.day AS day, {summed()} "
        f"FROM ({source}) one JOIN ({deep}) level ON level.deep <= length(one.area_path) "
        "JOIN (SELECT 0 AS own UNION ALL SELECT 1) part ON part.own = 0 OR one.unit IS NOT NULL "
        "WHERE 1 = 1 GROUP BY 1, 2, 3"
    )


def summed() -> str:
    """Changes, as `one`, become numbers."""
    return ", ".join(f"SUM({_amount(name)}) AS {name}" for name in NUMBERS)


def _amount(name: str) -> str:
    if name not in COUNTED:
        return f"one.{name}"
    column, word = COUNTED[name]
    return f"CASE WHEN one.{column} = '{word}' THEN one.number ELSE 0 END"


def add_up(source: str) -> str:
    """In the order of the key, so that two that add at once do not lock each other out."""
    columns = ", ".join(("area_path", "unit", "day", *NUMBERS))
    more = ", ".join(f"{name} = cases_daycount.{name} + excluded.{name}" for name in NUMBERS)
    return (
        f"INSERT INTO cases_daycount ({columns}) {spread(source)} ORDER BY 1, 2, 3 "
        f"ON CONFLICT (area_path, unit, day) DO UPDATE SET {more}"
    )


def differences() -> str:
    """Areas, units and days whose counts are not what the cases say. One statement, so true while people work."""
    columns = ", ".join(("area_path", "unit", "day", *NUMBERS))
    less = ", ".join(("area_path", "unit", "day", *(f"-{name}" for name in NUMBERS)))
    differ = " OR ".join(f"SUM({name}) <> 0" for name in NUMBERS)
    return (
        f"SELECT area_path, unit, day FROM (SELECT {columns} FROM cases_daycount "
        f"UNION ALL SELECT {columns} FROM ({spread(CHANGES)}) changed "
        f"UNION ALL SELECT {less} FROM ({spread(every_case())}) counted) found "
        f"GROUP BY area_path, unit, day HAVING {differ} ORDER BY 1, 2, 3"
    )
