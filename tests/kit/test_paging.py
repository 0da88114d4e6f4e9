from datetime import timedelta
from typing import Any

import pytest
from django.core import signing

from linli.kit.models import Operation
from linli.kit.paging import Page, page_of
from tests.kit.board import AT

pytestmark = pytest.mark.django_db
ORDER = ("-at", "-id")


@pytest.fixture
def eleven() -> list[int]:
    """Eleven rows, always two with the same moment; their ids in the order of the list."""
    for number in range(11):
        Operation.objects.create(scope="x", key=str(number), at=AT + timedelta(minutes=number // 2))
    return list(Operation.objects.order_by(*ORDER).values_list("pk", flat=True))


def page(cursor: str = "", order: tuple[str, ...] = ORDER) -> Page[Operation]:
    return page_of(Operation.objects.all(), order=order, cursor=cursor, size=4)


def ids(shown: Page[Any]) -> list[int]:
    return [row.pk for row in shown]


def test_pages_forward_show_each_row_once(eleven: list[int]) -> None:
    first = page()
    second = page(first.after)
    third = page(second.after)
    assert ids(first) + ids(second) + ids(third) == eleven
    assert (first.before, third.after) == ("", "")


def test_pages_backward_show_the_same_pages(eleven: list[int]) -> None:
    first = page()
    second = page(first.after)
    third = page(second.after)
    assert ids(page(third.before)) == ids(second)
    back = page(page(third.before).before)
    assert ids(back) == ids(first)
    assert back.before == ""


def test_a_row_that_arrives_while_reading_shifts_nothing(eleven: list[int]) -> None:
    first = page()
    Operation.objects.create(scope="x", key="new", at=AT + timedelta(days=1))
    assert ids(page(first.after)) == eleven[4:8]


def test_an_empty_list_has_one_empty_page() -> None:
    shown = page()
    assert (len(shown), shown.after, shown.before) == (0, "", "")


MISSHAPEN = signing.dumps(["a", [1]], salt="linli.paging -at -id")  # signed rightly, a value too few


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "🏮", pytest.param(MISSHAPEN, id="a value too few")])
def test_a_cursor_that_nobody_issued_shows_the_first_page(eleven: list[int], cursor: str) -> None:
    assert ids(page(cursor)) == eleven[:4]


def test_a_cursor_of_another_list_shows_the_first_page(eleven: list[int]) -> None:
    foreign = page(order=("key", "id")).after
    assert foreign
    assert ids(page(foreign)) == eleven[:4]


def test_a_page_needs_one_query(eleven: list[int], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page()
