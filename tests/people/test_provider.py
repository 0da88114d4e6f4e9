"""Signing in through an identity provider that vouches for a log-in name."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from django.contrib.messages.storage.base import BaseStorage
from django.test import Client, RequestFactory

from linli.config import sign_in
from linli.people.actions import stop_account
from linli.people.sign_in import ProviderAdapter, claimed_name
from tests.people.street import AT, Street, account


class Notes(BaseStorage):
    def _get(self, *args: Any, **more: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, *args: Any, **more: Any) -> list[Any]:
        return []


def request() -> Any:
    made = RequestFactory().get("/")
    made._messages = Notes(made)  # type: ignore[attr-defined]
    return made


def login(claims: dict[str, Any], connected: list[Any]) -> Any:
    return SimpleNamespace(
        is_existing=False,
        account=SimpleNamespace(extra_data=claims),
        connect=lambda request, who: connected.append(who),
    )


def test_the_settings_read_the_provider_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sign_in.oidc_apps() == []
    monkeypatch.setenv("LINLI_OIDC_URL", "https://id.example.cn")
    monkeypatch.setenv("LINLI_OIDC_CLIENT", "linli")
    monkeypatch.setenv("LINLI_OIDC_SECRET", "s")
    (app,) = sign_in.oidc_apps()
    assert app["client_id"] == "linli" and app["settings"]["server_url"] == "https://id.example.cn"  # type: ignore[index]
    assert sign_in.oidc_origin() == ["https://id.example.cn"]


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "Li"},
        {"userinfo": {"preferred_username": "li"}},
        {"id_token": {"preferred_username": "li"}, "userinfo": {}},
    ],
)
def test_a_person_whom_the_provider_names_is_led_to_her_account(here: Street, claims: dict[str, Any]) -> None:
    li, connected = account("li", here.west), []  # type: ignore[var-annotated]
    ProviderAdapter().pre_social_login(request(), login(claims, connected))
    assert connected == [li]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"preferred_username": "nobody"},
        {"preferred_username": ["li"]},
        {"email": "li@x"},
        {"preferred_username": "gone"},
    ],
)
def test_a_person_without_an_account_here_is_told_so_and_gets_none(
    here: Street, claims: dict[str, Any]
) -> None:
    account("li", here.west)
    stop_account(account("gone", here.west), by=here.keeper, at=AT)
    connected: list[Any] = []
    with pytest.raises(ImmediateHttpResponse):
        ProviderAdapter().pre_social_login(request(), login(claims, connected))
    assert connected == []


def test_nobody_signs_up_through_a_provider() -> None:
    adapter = get_adapter()
    assert isinstance(adapter, ProviderAdapter)
    assert not adapter.is_open_for_signup(request(), None)
    assert claimed_name({"userinfo": None}) == ""


@pytest.mark.django_db
def test_the_button_stands_on_the_page_only_where_a_provider_is_set(client: Client, settings: Any) -> None:
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    app = {"provider_id": "office", "name": "政务统一身份", "client_id": "linli", "secret": "s"}
    app["settings"] = {"server_url": "https://id.example.cn"}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page = client.get("/accounts/login/").content.decode()
    assert "政务统一身份" in page and "/accounts/oidc/office/login/" in page


@pytest.mark.django_db
def test_a_provider_that_is_not_set_is_not_there(client: Client) -> None:
    assert client.get("/accounts/oidc/office/login/").status_code == 404
