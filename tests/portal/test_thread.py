"""The two-way thread without any contact data: several rounds, and a mark for what is new since she looked."""

from django.test import Client
from time_machine import travel

from linli.cases.actions.intake import reply
from linli.cases.models import Case
from tests.lane import Lane, hours
from tests.portal.conftest import HOME, open_with_code
from tests.portal.test_raise import say, send

NEW, UNREAD = ">新</span>", "有新回复"


def page(client: Client, case: Case, at: float) -> str:
    with travel(hours(at), tick=False):
        return client.get(f"/c/{case.number}/").content.decode()


def test_several_rounds_are_told_and_what_is_new_is_marked_once(portal: Client, lane: Lane) -> None:
    send(portal, say(portal))
    case = Case.objects.get()
    assert case.contact is None and NEW not in page(portal, case, 10.1)
    for n in range(3):
        reply(case, f"第{n}次问：是哪一盏？", by=lane.dispatcher, at=hours(11 + n))
        assert UNREAD in portal.get(f"{HOME}progress/").content.decode()
        html = page(portal, case, 11.2 + n)
        assert html.count(NEW) == 1 and f"第{n}次问" in html
        assert NEW not in page(portal, case, 11.3 + n)
        assert UNREAD not in portal.get(f"{HOME}progress/").content.decode()
        with travel(hours(11.4 + n), tick=False):
            key = f"7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a0{n}"
            portal.post(f"/c/{case.number}/add/", {"text": f"第{n}次答：村口那盏。", "key": key})
    html = page(portal, case, 15)
    order = [html.index(f"第{n}次{word}") for n in range(3) for word in "问答"]
    assert order == sorted(order) and NEW not in html


def test_another_device_begins_with_nothing_new(portal: Client, lane: Lane) -> None:
    case = lane.case()
    reply(case, "是哪一盏？", by=lane.secretary, at=hours(1))
    open_with_code(portal, case)
    assert UNREAD not in portal.get(f"{HOME}progress/").content.decode()
    assert NEW not in page(portal, case, 10)
