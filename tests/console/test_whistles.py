"""The form that calls several units, the list of calls, and one call with the parts of all."""

import pytest

from linli.cases.actions.whistling import finish_part, report_in
from linli.cases.models import Case, Whistle
from tests.cases.whistles import blown, held, part_of, with_water_works
from tests.console.conftest import Enter, address, send
from tests.lane import Lane, hours

LIST = "/console/whistles/"


@pytest.fixture
def case(lane: Lane) -> Case:
    with_water_works(lane)
    return held(lane)


def test_a_line_for_each_unit_that_can_be_called_and_the_filled_ones_are_called(
    lane: Lane, enter: Enter, case: Case
) -> None:
    client = enter("secretary")
    page = client.get(address(case, "blow")).content.decode()
    assert "供水公司" in page and "安居物业" in page and "志愿服务队" not in page.split("blow-form")[1]
    asked = {f"unit-{lane.water.pk}": "关阀门", "reason": "爆管", "place": "村口泵房"}
    assert send(client, case, "blow", **asked).status_code == 302
    whistle = Whistle.objects.get()
    assert [(part.organisation.name, part.asked) for part in whistle.parts.all()] == [("供水公司", "关阀门")]
    page = client.get(address(case)).content.decode()
    assert "关阀门" in page and f"{LIST}{whistle.pk}/" in page
    assert 'href="' + address(case, "blow") not in page


def test_a_refused_form_keeps_what_was_typed(lane: Lane, enter: Enter, case: Case) -> None:
    asked = {f"unit-{lane.water.pk}": "关阀门", "reason": "请找李大爷", "place": "泵房"}
    answer = send(enter("secretary"), case, "blow", **asked)
    page = answer.content.decode()
    assert answer.status_code == 409 and "李大爷" in page and 'value="关阀门"' in page
    assert not Whistle.objects.exists()


def test_whoever_may_not_call_has_no_button(lane: Lane, enter: Enter, case: Case) -> None:
    assert address(case, "blow") not in enter("clerk").get(address(case)).content.decode()


def test_the_list_shows_what_concerns_the_reader(lane: Lane, enter: Enter, case: Case) -> None:
    whistle = blown(lane, case)
    assert "供水公司" in enter("secretary").get(f"{LIST}?show=by_me").content.decode()
    assert "供水公司" not in enter("dispatcher").get(f"{LIST}?show=by_me").content.decode()
    assert "供水公司" in enter("dispatcher").get(LIST).content.decode()
    assert "供水公司" not in enter("neighbour").get(LIST).content.decode()
    assert enter("neighbour").get(f"{LIST}{whistle.pk}/").status_code == 404
    assert enter("dispatcher").get(f"{LIST}?show=nonsense").status_code == 200


def test_the_caller_goes_on_without_one_and_ends_it_with_a_note(lane: Lane, enter: Enter, case: Case) -> None:
    whistle, client = blown(lane, case), enter("secretary")
    ours, theirs = part_of(whistle, lane, "water"), part_of(whistle, lane, "company")
    from linli.people.actors import actor_for

    water = actor_for(lane.accounts["waterman"], hours(3))
    finish_part(report_in(ours, by=water, at=hours(3)), did="换了管子", by=water, at=hours(3))
    end = f"{LIST}{whistle.pk}/end/"
    refused = client.post(end, {"key": "k1", "note": "水来了"})
    assert refused.status_code == 409 and "安居物业" in refused.content.decode()
    assert "水来了" in refused.content.decode()
    step = f"{LIST}{whistle.pk}/parts/{theirs.pk}/"
    assert client.post(f"{step}excuse_part/", {"key": "k2", "reason": ""}).status_code == 422
    assert client.post(f"{step}excuse_part/", {"key": "k2", "reason": "门开了"}).status_code == 302
    assert client.post(f"{step}nonsense/", {"key": "k3"}).status_code == 404
    assert client.post(end, {"key": "k4", "note": "水来了"}).status_code == 302
    page = client.get(f"{LIST}{whistle.pk}/").content.decode()
    assert "换了管子" in page and "水来了" in page and "这一次他们来得怎样" in page
    rated = client.post(f"{LIST}{whistle.pk}/parts/{ours.pk}/rate_response/", {"key": "k5", "mark": "well"})
    assert rated.status_code == 302
    assert "来了，办到了" in client.get(f"{LIST}{whistle.pk}/").content.decode()


def test_nobody_answers_for_another_unit(lane: Lane, enter: Enter, case: Case) -> None:
    whistle = blown(lane, case)
    step = f"{LIST}{whistle.pk}/parts/{part_of(whistle, lane, 'water').pk}/report_in/"
    answer = enter("secretary").post(step, {"key": "k1"})
    assert answer.status_code == 409 and "自己来说" in answer.content.decode()


def test_the_pages_cost_the_same_for_many(
    lane: Lane, enter: Enter, case: Case, django_assert_max_num_queries
) -> None:
    whistle = blown(lane, case)
    client = enter("secretary")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(13):
        client.get(f"{LIST}{whistle.pk}/")


def test_a_refused_step_stays_where_it_was_sent_from(lane: Lane, enter: Enter, case: Case) -> None:
    whistle = blown(lane, case)
    water, client = part_of(whistle, lane, "water"), enter("secretary")
    page = client.get(f"{LIST}{whistle.pk}/").context["rows"]
    steps = {line.part.pk: [form.step.key for form in forms] for line, forms in page}
    refused = client.post(f"{LIST}{whistle.pk}/parts/{water.pk}/excuse_part/", {"key": "k1", "reason": ""})
    assert refused.status_code == 422
    assert {
        line.part.pk: [form.step.key for form in forms] for line, forms in refused.context["rows"]
    } == steps


def test_the_rail_says_where_a_call_belongs(lane: Lane, enter: Enter, case: Case) -> None:
    page = enter("secretary").get(f"{LIST}{blown(lane, case).pk}/")
    current = [entry.route for group in page.context["rail"] for entry in group.entries if entry.current]
    assert current == ["console:whistles"]
