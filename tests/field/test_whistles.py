"""A unit that is called reads on the phone where to come, reports in, and says what it did."""

import pytest
from django.test import Client

from linli.cases.actions.closing import withdraw
from linli.cases.actions.whistling import end_whistle, excuse_part
from linli.cases.models import Case, Whistle, WhistlePart
from linli.people.models import Contact
from tests.cases.whistles import blown, held, part_of, with_water_works
from tests.field.conftest import Enter
from tests.lane import Lane, hours


@pytest.fixture
def whistle(lane: Lane) -> Whistle:
    with_water_works(lane)
    return blown(lane, held(lane))


def here(whistle: Whistle, *parts: object) -> str:
    return "/field/whistles/" + "".join(f"{part}/" for part in (whistle.pk, *parts))


def take(client: Client, part: WhistlePart, step: str, **said: str) -> int:
    return client.post(here(part.whistle, "parts", part.pk, step), {"key": f"k-{step}", **said}).status_code


def test_from_today_to_reporting_in_and_done(lane: Lane, enter: Enter, whistle: Whistle) -> None:
    client, part = enter("waterman"), part_of(whistle, lane, "water")
    today = client.get("/field/").content.decode()
    assert here(whistle) in today and "村口泵房" in today
    page = client.get(here(whistle)).content.decode()
    assert "关阀门，查漏点" in page and "安居物业" in page and "18:00" in page
    assert take(client, part, "finish_part", did="修好了") == 409
    assert take(client, part, "report_in") == 302
    assert take(client, part, "finish_part", did=" ") == 422
    assert take(client, part, "finish_part", did="换了一段管子") == 302
    assert take(client, part, "finish_part", did="换了一段管子") == 302  # the same tap again
    page = client.get(here(whistle)).content.decode()
    assert "换了一段管子" in page and "finish_part" not in page


def test_it_may_say_plainly_that_it_cannot(lane: Lane, enter: Enter, whistle: Whistle) -> None:
    client, part = enter("property"), part_of(whistle, lane, "company")
    refused = client.post(here(whistle, "parts", part.pk, "beg_off"), {"key": "k", "reason": ""})
    assert refused.status_code == 422
    assert take(client, part, "beg_off", reason="钥匙在总部") == 302
    assert "钥匙在总部" in client.get(here(whistle)).content.decode()
    assert take(client, part, "report_in") == 302


def test_nobody_else_sees_or_answers_it(lane: Lane, enter: Enter, whistle: Whistle) -> None:
    part = part_of(whistle, lane, "water")
    assert enter("worker").get(here(whistle)).status_code == 200  # she has the case
    for name in ("volunteer", "helper"):
        assert enter(name).get(here(whistle)).status_code == 404
        assert take(enter(name), part, "report_in") == 404
    assert take(enter("property"), part, "report_in") == 409
    assert take(enter("waterman"), part, "nonsense") == 404


def test_after_the_end_the_case_is_gone_from_sight_and_the_unit_says_how_it_was(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    client, part = enter("waterman"), part_of(whistle, lane, "water")
    case = Case.objects.get(pk=whistle.case_id)
    assert client.get(f"/field/cases/{case.number}/").status_code == 200
    for unit in ("water", "company"):
        excuse_part(part_of(whistle, lane, unit), reason="自己修好了", by=lane.secretary, at=hours(3))
    end_whistle(whistle, note="修好了", by=lane.secretary, at=hours(3))
    assert client.get(f"/field/cases/{case.number}/").status_code == 404
    assert f"/field/cases/{case.number}/" not in client.get(here(whistle)).content.decode()
    assert take(client, part, "rate_call", mark="") == 422
    assert take(client, part, "rate_call", mark="needless", words="不用叫我们") == 302
    page = client.get(here(whistle)).content.decode()
    assert "用不着叫我们" in page and "不用叫我们" in page
    assert here(whistle) in client.get("/field/whistles/").content.decode()


def test_a_unit_never_learns_who_spoke(lane: Lane, enter: Enter) -> None:
    """Neither the page of the call, nor the case as this unit sees it, nor its notices hold a name or a number."""
    from linli.cases.actions.intake import Speaker, reply
    from linli.kit.models import Trace
    from linli.notices.follow import tell_people

    with_water_works(lane)
    speaker = Speaker(name="罗夜雨", phone="13900001111", way="phone")
    said = "路灯坏了，我是罗夜雨，住3栋402室，电话13900001111。"
    case = lane.bring(lane.case(words=said, speaker=speaker), "taken")
    reply(case, "我再说一句：打13900001111找我。", by=lane.resident(case), at=hours(3))
    assert Contact.objects.filter(pk=case.contact_id).exists()
    whistle = blown(lane, case)
    for trace in Trace.objects.filter(name="case.blown"):
        tell_people.func(trace.pk)
    for name in ("waterman", "property"):
        client = enter(name)
        for address in ("/field/", here(whistle), f"/field/cases/{case.number}/", "/field/notices/"):
            page = client.get(address).content.decode()
            assert case.number in page or address == "/field/"
            assert not [leak for leak in ("罗夜雨", "13900001111", "402", "说一句") if leak in page]


def test_a_call_that_lapsed_takes_no_more_answers(lane: Lane, enter: Enter, whistle: Whistle) -> None:
    case = Case.objects.get(pk=whistle.case_id)
    withdraw(case, by=lane.resident(case), at=hours(3))
    assert take(enter("waterman"), part_of(whistle, lane, "water"), "report_in") == 409


def test_today_costs_the_same_with_many_parts(
    lane: Lane, enter: Enter, whistle: Whistle, django_assert_max_num_queries
) -> None:
    client = enter("waterman")
    client.get("/field/")
    with django_assert_max_num_queries(12):
        client.get("/field/")
    with django_assert_max_num_queries(12):
        client.get(here(whistle))
