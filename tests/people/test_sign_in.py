"""Signing in through the doors: uniform answers, limits, sessions, and the duties before the work opens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from linli.kit.doors import door
from linli.kit.lines import block_of
from linli.people.actions import drop_second_factors, end_sessions, renew_password, stop_account
from linli.people.models import Account
from linli.people.sign_in import factors_of
from tests.people.street import AT, PASSWORD, Street, account, later

WRONG = "three brown lamp"


@door("staff")
def work(request: HttpRequest) -> HttpResponse:
    return HttpResponse("work")


@door("signed-in")
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)  # type: ignore[attr-defined]


@door("public")
def town(request: HttpRequest) -> HttpResponse:
    return HttpResponse("town")


urlpatterns = [
    path("accounts/", include("linli.people.urls")),
    path("duty/", work),
    path("own/", own),
    path("town/", town),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def li(here: Street) -> Account:
    """Somebody with a post of her own, as `worker` of the street has."""
    return Account.objects.get(pk=here.worker.account_id)


def sign_in(client: Client, name: str = "worker", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password}, **more)


def test_she_signs_in_and_out(client: Client, li: Account) -> None:
    assert client.get("/own/").headers["Location"] == "/accounts/login/?next=/own/"
    assert sign_in(client).status_code == 302
    assert client.get("/own/").content.decode() == li.name
    client.post("/accounts/logout/")
    assert client.get("/own/").status_code == 302


def test_after_signing_in_she_is_where_she_wanted_to_be_and_never_elsewhere(
    client: Client, li: Account
) -> None:
    parts = {"login": "worker", "password": PASSWORD}
    assert client.post("/accounts/login/", {**parts, "next": "/own/"}).headers["Location"] == "/own/"
    client.post("/accounts/logout/")
    away = client.post("/accounts/login/", {**parts, "next": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("rights", "device", "address"),
    [
        ({"console", "field"}, "Mozilla/5.0 (Linux; Android 14) Mobile Safari", "/field/"),
        ({"console", "field"}, "Mozilla/5.0 (Windows NT 10.0)", "/console/"),
        ({"console"}, "Mozilla/5.0 (Linux; Android 14) Mobile Safari", "/console/"),
        ({"field"}, "Mozilla/5.0 (Windows NT 10.0)", "/field/"),
        (set(), "Mozilla/5.0 (Windows NT 10.0)", "/"),
    ],
)
def test_a_phone_leads_into_the_field_and_a_desk_to_the_office(
    client: Client, li: Account, monkeypatch: Any, rights: set[str], device: str, address: str
) -> None:
    monkeypatch.setattr("linli.people.actors._explain", lambda role, path: (role, frozenset(rights)))
    assert sign_in(client, headers={"User-Agent": device}).headers["Location"] == address


def answer_to(client: Client, name: str, password: str) -> tuple[int, str]:
    answer = sign_in(client, name, password)
    return answer.status_code, answer.content.decode().replace(name, "").replace(csrf_of(answer), "")


def csrf_of(answer: Any) -> str:
    return str(answer.context["csrf_token"]) if answer.context else ""


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: Client, here: Street, li: Account
) -> None:
    gone = account("gone", here.west, phone="13900004821")
    stop_account(gone, by=here.keeper, at=AT)
    expected = answer_to(client, "worker", WRONG)
    assert expected[0] == 200
    names = [
        ("nobody", WRONG),
        ("gone", WRONG),
        ("gone", PASSWORD),
        ("13900004821", WRONG),
        ("13900004822", WRONG),
    ]
    for name, password in names:
        assert answer_to(Client(), name, password) == expected, name


def test_what_was_typed_is_kept_and_the_password_is_not(client: Client, li: Account) -> None:
    page = sign_in(client, "worker", WRONG).content.decode()
    assert 'value="worker"' in page and WRONG not in page


@pytest.mark.parametrize(
    "name", ["\x00", "worker\x00", "a" * 5000, "' OR 1=1 --", "%s", "工作人员", "１３９００００４８２１"]
)
def test_no_name_whatsoever_breaks_the_page(client: Client, li: Account, name: str) -> None:
    assert sign_in(client, name).status_code == 200
    assert (
        client.post(
            "/accounts/login/", {"login": [name, "worker"], "password": [WRONG, PASSWORD + "x"]}
        ).status_code
        == 200
    )


def test_five_wrong_passwords_rest_one_name_from_one_network_and_nobody_else(
    client: Client, here: Street, li: Account
) -> None:
    account("colleague", here.west)
    for _ in range(5):
        sign_in(Client(), password=WRONG, REMOTE_ADDR="10.1.2.3")
    assert sign_in(client, REMOTE_ADDR="10.1.2.99").status_code == 200
    assert sign_in(Client(), "colleague", REMOTE_ADDR="10.1.2.3").status_code == 302
    assert sign_in(Client(), REMOTE_ADDR="10.9.2.3").status_code == 302


def test_unknown_names_are_counted_like_known_ones(client: Client, li: Account) -> None:
    for name in ("worker", "nobody"):
        answers = [answer_to(Client(), name, WRONG)[1] for _ in range(7)]
        assert len(set(answers)) == 2 and answers[5] == answers[6] != answers[0]


def test_a_whole_office_signs_in_from_one_address(here: Street) -> None:
    names = [f"clerk{n}" for n in range(25)]
    for name in names:
        account(name, here.west)
        sign_in(Client(), name, WRONG, REMOTE_ADDR="10.1.2.3")
    assert [sign_in(Client(), name, REMOTE_ADDR="10.1.2.3").status_code for name in names] == [302] * 25


def test_a_forged_forwarding_header_changes_nothing(client: Client, li: Account) -> None:
    for n in range(5):
        sign_in(Client(), password=WRONG, REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR=f"8.8.{n}.8")
    assert sign_in(client, REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="9.9.9.9").status_code == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.1.2.3", "10.1.2.0/24"), ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"), ("unknown", "unknown")],
)
def test_limits_count_networks(address: str, network: str) -> None:
    assert block_of(address) == network


def test_the_session_and_its_form_token_change_at_sign_in(client: Client, li: Account) -> None:
    client.get("/accounts/login/")
    client.session["seen"] = 1
    session = client.session
    session["fixed"] = "by somebody else"
    session.save()
    client.cookies["linli"] = before = session.session_key or ""
    token = client.get("/accounts/login/").cookies["csrf"].value
    assert sign_in(client).status_code == 302
    assert client.session.session_key != before and client.cookies["csrf"].value != token
    thief = Client()
    thief.cookies["linli"] = before
    assert thief.get("/own/").status_code == 302


@pytest.mark.parametrize(("minutes", "holds"), [(29, True), (31, False)])
def test_a_session_ends_when_idle(client: Client, li: Account, minutes: int, holds: bool) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(minutes=minutes))
        assert (client.get("/own/").status_code == 200) is holds


def test_a_busy_session_ends_after_twelve_hours(client: Client, li: Account) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        sign_in(client)
        for _ in range(12 * 60 // 20 - 1):
            clock.shift(timedelta(minutes=20))
            assert client.get("/own/").status_code == 200
        clock.shift(timedelta(minutes=20))
        assert client.get("/own/").status_code == 302


def test_a_clock_that_jumps_back_revives_no_session(client: Client, li: Account) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        sign_in(client)
        clock.move_to(later(days=-1))
        assert client.get("/own/").status_code == 302


@pytest.mark.parametrize("act", ["stop", "sessions", "password", "factors"])
def test_stopping_and_resetting_end_every_session_with_the_next_request(
    client: Client, here: Street, li: Account, act: str
) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser)
        assert browser.get("/own/").status_code == 200
    match act:
        case "stop":
            stop_account(li, by=here.keeper, at=AT)
        case "sessions":
            end_sessions(li, by=here.keeper, at=AT)
        case "password":
            renew_password(li, by=here.keeper, at=AT, password="another three lamps")
        case "factors":
            drop_second_factors(li, by=here.keeper, at=AT, words="手机丢失")
    assert [browser.get("/own/").status_code for browser in (client, other)] == [302, 302]


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client: Client, li: Account) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    before = client.session.session_key
    parts = {"oldpassword": PASSWORD, "password1": "green tea at four", "password2": "green tea at four"}
    assert client.post("/accounts/password/change/", parts).status_code == 302
    assert client.get("/own/").status_code == 200 and client.session.session_key != before
    assert other.get("/own/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "1234567890", "password123", "worker-li-1"])
def test_weak_passwords_are_refused_with_a_reason(client: Client, li: Account, weak: str) -> None:
    sign_in(client)
    parts = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    answer = client.post("/accounts/password/change/", parts)
    assert answer.status_code == 200 and answer.context["form"].errors["password1"]


def test_a_temporary_password_is_replaced_before_the_work_opens(
    client: Client, here: Street, li: Account
) -> None:
    with time_machine.travel(AT):
        renew_password(li, by=here.keeper, at=AT, password="for one morning only")
        sign_in(client, password="for one morning only")
        assert client.get("/duty/").headers["Location"] == "/accounts/password/change/"
        assert client.get("/town/").status_code == 200
        parts = {"oldpassword": "for one morning only", "password1": PASSWORD, "password2": PASSWORD}
        client.post("/accounts/password/change/", parts)
        assert client.get("/duty/").status_code == 200


def code_for(account: Account) -> str:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(account, secret)
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.mark.parametrize("policy", ["required", "offered"])
def test_staff_without_a_second_factor_are_led_to_set_one_up_where_it_is_required(
    client: Client, li: Account, settings: Any, policy: str
) -> None:
    settings.LINLI_SECOND_FACTOR = policy
    sign_in(client)
    answer = client.get("/duty/")
    assert client.get("/own/").status_code == 200 == client.get("/town/").status_code
    if policy == "offered":
        assert answer.content == b"work"
    else:
        assert answer.headers["Location"] == "/accounts/2fa/"
        part = client.get("/duty/", headers={"HX-Request": "true"})
        assert part.headers["HX-Redirect"] == "/accounts/2fa/" and b"work" not in part.content


def test_with_a_second_factor_the_password_alone_opens_nothing(
    client: Client, li: Account, settings: Any
) -> None:
    settings.LINLI_SECOND_FACTOR = "required"
    code = code_for(li)
    assert sign_in(client).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/own/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/duty/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/duty/").content == b"work"


def test_one_code_opens_once(client: Client, li: Account) -> None:
    code, other = code_for(li), Client()
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/own/").status_code == 200
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert other.get("/own/").status_code == 302


def test_a_recovery_code_opens_once(client: Client, li: Account) -> None:
    code_for(li)
    spare = RecoveryCodes.activate(li).get_unused_codes()[0]
    for browser, opens in ((client, True), (Client(), False)):
        sign_in(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": spare})
        assert (browser.get("/own/").status_code == 200) is opens


def test_the_secret_of_a_factor_is_sealed_in_the_database(li: Account) -> None:
    code_for(li)
    RecoveryCodes.activate(li)
    stored = [value for row in li.authenticator_set.all() for value in row.data.values()]  # type: ignore[attr-defined]
    assert not any("JBSWY3DP" in str(value) for value in stored)
    assert {str(value)[:4] for value in stored if isinstance(value, str)} == {"aes."}


def test_the_last_second_factor_stays_where_one_is_required(
    client: Client, li: Account, settings: Any
) -> None:
    settings.LINLI_SECOND_FACTOR = "required"
    code = code_for(li)
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.post("/accounts/2fa/totp/deactivate/")
        assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 200
        assert factors_of(li).count() == 1
        settings.LINLI_SECOND_FACTOR = "offered"
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
        assert factors_of(li).count() == 0


def test_who_lost_her_phone_gets_a_new_start_from_her_office(
    client: Client, here: Street, li: Account, settings: Any
) -> None:
    settings.LINLI_SECOND_FACTOR = "required"
    code_for(li)
    drop_second_factors(li, by=here.keeper, at=AT, words="手机丢失")
    sign_in(client)
    assert client.get("/duty/").headers["Location"] == "/accounts/2fa/"


PAGES = [
    "/accounts/me/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_about_signing_in_is_ours_and_has_no_inline_script(
    client: Client, li: Account, page: str
) -> None:
    sign_in(client)
    text = client.get(page).content.decode()
    assert 'class="page"' in text and "<h1>" in text
    assert "onclick" not in text and "style=" not in text
    assert "<script>" not in text.replace('<script type="module"', "")


@pytest.mark.parametrize("page", PAGES[:7])
def test_pages_about_signing_in_are_closed_to_strangers(client: Client, li: Account, page: str) -> None:
    assert client.get(page).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "page", ["signup/", "password/reset/", "email/", "3rdparty/", "confirm-email/", "social/signup/"]
)
def test_what_allauth_offers_beyond_is_not_there(client: Client, li: Account, page: str) -> None:
    assert client.get(f"/accounts/{page}").status_code == 404


def test_a_page_for_everybody_costs_a_stranger_no_query(
    client: Client, here: Street, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/town/").content == b"town"


def test_a_page_for_staff_costs_session_account_and_posts(
    client: Client, li: Account, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("linli.people.actors._explain", lambda role, path: (role, frozenset()))
    sign_in(client)
    client.get("/duty/")
    with django_assert_num_queries(3):
        assert client.get("/duty/").content == b"work"


def test_her_own_page_changes_her_telephone_and_keeps_what_was_typed_when_refused(
    client: Client, here: Street, li: Account
) -> None:
    account("other", here.west, phone="13900004821")
    sign_in(client)
    refused = client.post("/accounts/me/", {"phone": "139 0000 4821"})
    assert refused.status_code == 422 and "139 0000 4821" in refused.content.decode()
    assert client.post("/accounts/me/", {"phone": "13700001111"}).status_code == 302
    li.refresh_from_db()
    assert li.phone.open() == "13700001111" and "13700001111" in client.get("/accounts/me/").content.decode()


def test_she_chooses_among_her_own_posts_and_the_session_gets_a_new_name(client: Client, li: Account) -> None:
    sign_in(client)
    client.get("/own/")
    own, before = li.posts.get().pk, client.session.session_key
    client.post("/accounts/me/post/", {"post": own})
    assert client.session["acting_post"] == own and client.session.session_key != before
    client.post("/accounts/me/post/", {"post": own + 1})
    assert "acting_post" not in client.session


def test_she_signs_out_everywhere_else(client: Client, li: Account) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    client.post("/accounts/me/elsewhere/")
    assert (client.get("/own/").status_code, other.get("/own/").status_code) == (200, 302)
