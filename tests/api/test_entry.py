from typing import Any

import pytest
from django.test import Client

from linli.api.actions.tokens import make_token, stop_token
from linli.api.models import ApiToken
from linli.api.urls import urlpatterns
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.doors import policy_of
from linli.people.actions.posts import end_post
from linli.people.middleware import SECOND_FACTOR
from tests.api.conftest import Program, send
from tests.lane import Lane, hours


def bearer(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_every_route_states_its_door() -> None:
    assert [pattern.name for pattern in urlpatterns if policy_of(pattern.callback) is None] == []


def test_the_list_is_closed_to_who_has_not_signed_in(lane: Lane, anybody: Client) -> None:
    answer = anybody.get("/api/v1/cases")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_sees_what_its_post_sees(lane: Lane, program: Program) -> None:
    case = lane.case()
    numbers = {
        name: [row["number"] for row in program(name).get("/api/v1/cases").json()["rows"]]
        for name in ("secretary", "neighbour")
    }
    assert numbers == {"secretary": [case.number], "neighbour": []}
    assert program("neighbour").get(f"/api/v1/cases/{case.number}").status_code == 404


def test_a_token_is_kept_as_a_digest_only(lane: Lane) -> None:
    token, secret = make_token(lane.post("secretary"), name="台账", by=SYSTEM, at=hours(0))
    assert secret.removeprefix("linli_") not in str(ApiToken.objects.filter(pk=token.pk).values())


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Bearer 令牌", "Basic x", "Bearer linli_x", "\x00"])
def test_a_token_that_nobody_made_opens_nothing(lane: Lane, given: str) -> None:
    answer = Client(headers={"Authorization": given}).get("/api/v1/cases")
    assert answer.status_code == 401


def test_a_token_ends_when_it_is_stopped_when_its_day_is_over_and_with_its_post(lane: Lane) -> None:
    post = lane.post("secretary")
    stopped, one = make_token(post, name="a", by=SYSTEM, at=hours(0))
    _, two = make_token(post, name="b", by=SYSTEM, at=hours(0), ends_at=hours(2.9))
    _, three = make_token(post, name="c", by=SYSTEM, at=hours(0))
    assert bearer(one).get("/api/v1/cases").status_code == 200
    stop_token(stopped, by=lane.secretary, at=hours(1))
    assert bearer(one).get("/api/v1/cases").status_code == 401
    assert bearer(two).get("/api/v1/cases").status_code == 401
    assert bearer(three).get("/api/v1/cases").status_code == 200
    end_post(post, by=SYSTEM, at=hours(0))
    assert bearer(three).get("/api/v1/cases").status_code == 401


def test_a_token_is_made_for_her_own_post_and_by_nobody_beside(lane: Lane) -> None:
    assert make_token(lane.post("worker"), name="手机", by=lane.worker, at=hours(0))
    with pytest.raises(Refused):
        make_token(lane.post("worker"), name="手机", by=lane.volunteer, at=hours(0))


def session(lane: Lane, name: str, *, second: bool = True, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    client.force_login(lane.accounts[name])
    if second:
        kept = client.session
        kept[SECOND_FACTOR] = True
        kept.save()
    return client


def test_a_browser_with_a_complete_sign_in_reads(lane: Lane, settings: Any) -> None:
    settings.LINLI_SECOND_FACTOR = "required"
    assert session(lane, "secretary").get("/api/v1/cases").status_code == 200
    assert session(lane, "secretary", second=False).get("/api/v1/cases").status_code == 403


def test_a_browser_writes_only_with_the_token_of_our_own_pages(lane: Lane) -> None:
    case = lane.case()
    act = f"/cases/{case.number}/triage"
    words = {"category": "04.lamp", "title": "路灯"}
    client = session(lane, "secretary", checks=True)
    assert send(client, act, words).status_code == 403
    client.get("/accounts/login/")
    client.get("/look/")
    token = client.cookies["csrf"].value
    assert send(client, act, words, **{"X-CSRFToken": token}).status_code == 200


def test_a_stranger_s_page_cannot_use_the_receipt_that_a_browser_holds(lane: Lane) -> None:
    from linli.people.actors import CASE_KEYS

    case = lane.case()
    client = Client(enforce_csrf_checks=True)
    kept = client.session
    kept[CASE_KEYS] = [case.pk]
    kept.save()
    assert client.get(f"/api/v1/cases/{case.number}").status_code == 200
    assert send(client, f"/cases/{case.number}/withdraw").status_code == 403


def test_the_documents_are_open_to_everybody(lane: Lane, anybody: Client) -> None:
    assert anybody.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
    page = anybody.get("/api/v1/docs").content.decode()
    assert "case_claim" in page and "https://" not in page


def test_an_address_that_is_not_there_answers_as_a_program_expects(lane: Lane, anybody: Client) -> None:
    answer = anybody.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


@pytest.mark.parametrize(
    "address", ["/api/v1/cases/%00", "/c/%00/", "/at/%00/", "/api/v1/areas?name=%00", "/field/cases/%00/"]
)
def test_an_address_that_no_database_can_hold_is_said_to_be_unreadable(lane: Lane, address: str) -> None:
    assert session(lane, "secretary").get(address).status_code in {400, 404}
