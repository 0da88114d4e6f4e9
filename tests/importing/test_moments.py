# ruff: noqa: DTZ001  moments of a sheet carry no zone
from datetime import UTC, date, datetime

import pytest

from linli.kit.sheets.moments import moment_of, order_of

WHEN = datetime(2019, 4, 25, 9, 32, 9)


@pytest.mark.parametrize(
    "cell",
    [
        WHEN,
        "2019/4/25 9:32:09",
        "2019-04-25 09:32:09",
        " 2019.4.25 9:32:09 ",
        "2019年4月25日 9时32分9秒",
        "２０１９年４月２５日９：３２：０９",
        "2019年4月25日上午9:32:09",
        "04/25/2019 09:32:09 AM",
        "4/25/2019 9:32:09 am",
        "2019-04-25T09:32:09",
        "20190425093209",
        20190425093209,
        43580.39732638889,
        "43580.39732638889",
        "2019/4/25 9:32:09 至 2019/4/25 11:00:00",
    ],
)
def test_one_moment_is_read_from_every_way_in_which_offices_write_it(cell: object) -> None:
    assert moment_of(cell) == WHEN


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("02/17/2020 12:19:00 PM", datetime(2020, 2, 17, 12, 19)),
        ("02/17/2020 12:19:00 AM", datetime(2020, 2, 17, 0, 19)),
        ("2019年4月25日下午3点5分", datetime(2019, 4, 25, 15, 5)),
        ("2019-4-25", datetime(2019, 4, 25)),
        (date(2019, 4, 25), datetime(2019, 4, 25)),
        (43580, datetime(2019, 4, 25)),
        ("20190425", datetime(2019, 4, 25)),
        ("2019-04-25T09:32:09Z", datetime(2019, 4, 25, 9, 32, 9, tzinfo=UTC)),
    ],
)
def test_halves_of_the_day_and_plain_days_are_understood(cell: object, moment: datetime) -> None:
    assert moment_of(cell) == moment


@pytest.mark.parametrize(
    "cell", ["", None, "不详", "2019-13-25", "2019/2/30", "上周三", 7, True, "1.5", "2019年", "9" * 80]
)
def test_what_is_no_date_is_not_guessed(cell: object) -> None:
    assert moment_of(cell) is None


def test_a_column_tells_whether_day_or_month_stands_first() -> None:
    assert order_of(["03/04/2020", "17/02/2020"]) == "dmy"
    assert order_of(["03/04/2020", "02/17/2020"]) == "mdy"
    assert order_of(["03/04/2020", "灯"]) is None
    assert moment_of("03/04/2020", "dmy") == datetime(2020, 4, 3)
