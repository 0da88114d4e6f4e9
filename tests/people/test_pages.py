"""The pages about signing in and about people in a real browser: looks, barriers, and a passkey from end to end."""

import re
from typing import Any

import pytest
from django.utils import timezone

from linli.kit.actor import SYSTEM
from linli.people.actions import keep_contact, look_at_contact, renew_password
from linli.people.models import Account
from linli.people.sign_in import factors_of
from tests.browser import OpenPage, barriers, spills_sideways
from tests.lane import MONDAY, PASSWORD, Lane

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORK = re.compile("/(field|console)/$")
WIDTHS = (360, 768, 1280)


def look_at(page: Any) -> None:
    assert barriers(page) == []
    assert not spills_sideways(page), page.url


def sign_in(page: Any, name: str = "worker", password: str = PASSWORD) -> None:
    page.get_by_label("登录名或手机号").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_reads_well_at_every_width(lane: Lane, browser_page: OpenPage, width: int) -> None:
    page = browser_page("/accounts/login/", width=width)
    look_at(page)
    sign_in(page, password="wrong password")
    page.get_by_text("登录名或密码不对").first.wait_for()
    assert page.get_by_label("登录名或手机号").input_value() == "worker"
    look_at(page)
    sign_in(page)
    page.wait_for_url(WORK)


def test_signing_in_works_without_script(lane: Lane, browser_page: OpenPage) -> None:
    page = browser_page("/accounts/login/", width=360, javascript=False)
    assert not page.get_by_role("button", name="用通行密钥登录").is_visible()
    sign_in(page)
    page.wait_for_url(WORK)


OWN = (
    "me/",
    "password/change/",
    "2fa/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/totp/activate/",
    "logout/",
)


@pytest.mark.parametrize("width", WIDTHS)
def test_her_own_pages_read_well_at_every_width(lane: Lane, browser_page: OpenPage, width: int) -> None:
    page = browser_page("/accounts/login/", width=width)
    sign_in(page)
    page.wait_for_url(WORK)
    for address in (*OWN, "reauthenticate/"):
        page.goto(f"/accounts/{address}")
        assert page.url.endswith(f"/accounts/{address}")
        look_at(page)


@pytest.mark.parametrize("width", (768, 1280))
def test_the_office_pages_read_well(lane: Lane, browser_page: OpenPage, width: int) -> None:
    contact = keep_contact(lane.areas["grid"], by=SYSTEM, at=MONDAY, alias="居民甲", name="金丝雀")
    look_at_contact(contact, by=lane.clerk, at=MONDAY, purpose="arrange")  # type: ignore[arg-type]
    page = browser_page("/console/people/", width=width, account=lane.accounts["dispatcher"])
    look_at(page)
    for address in ("new/", "looks/", f"{lane.accounts['worker'].pk}/"):
        page.goto(f"/console/people/{address}")
        look_at(page)
    for part in page.locator("main details summary").all():
        part.click()
    look_at(page)


def test_from_the_first_password_to_the_work_with_a_passkey(
    lane: Lane, browser_page: OpenPage, settings: Any
) -> None:
    """A temporary password, her own password, a passkey, codes for bad days, out, and in again with the passkey alone."""
    settings.LINLI_SECOND_FACTOR = "required"
    account = Account.objects.get(username="worker")
    renew_password(account, by=SYSTEM, at=timezone.now(), password="for-one-morning")
    page = browser_page("/accounts/login/", width=360)
    add_device(page)
    sign_in(page, password="for-one-morning")

    page.goto("/field/")
    page.get_by_label("现在的密码").fill("for-one-morning")
    page.get_by_label("新密码", exact=True).fill("three brown lamps")
    page.get_by_label("再输一次新密码").fill("three brown lamps")
    page.get_by_role("button", name="保存").click()

    page.goto("/field/")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("只用这个设备即可登录").check()
    page.get_by_role("button", name="继续").click()
    page.get_by_text("只显示这一次").wait_for()
    look_at(page)
    assert factors_of(account).count() == 1

    page.goto("/field/")
    assert page.url.endswith("/field/")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(WORK)

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    sign_in(page, password="three brown lamps")
    page.get_by_role("button", name="使用通行密钥").wait_for()
    look_at(page)
    page.get_by_role("button", name="使用通行密钥").click()
    page.wait_for_url(WORK)


def add_device(page: Any) -> None:
    """A phone that answers for its holder."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
