"""Nothing leaves for a place that no setting names, and nothing is waited for longer than agreed."""

import socket
import time
from typing import Any

import pytest

from linli.notices import wire
from tests.notices.provider import Provider, answer


def leads_to(*addresses: str) -> wire.Resolve:
    return lambda host, port: list(addresses)


@pytest.fixture
def listed(settings: Any) -> None:
    settings.LINLI_OUTBOUND_HOSTS = ["hooks.example.org", "odd.example.org:8443", "127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example.org/",
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "https://hooks.example.org@other.example.org/",
        "https://user:word@hooks.example.org/",
        "https://hooks.example.org.other.example.org/",
        "https://other.example.org/hooks.example.org",
        "https://other.example.org?hooks.example.org",
        "https://other.example.org#hooks.example.org",
        "https://hooks.example.org#@other.example.org",
        "https://other.example.org\\@hooks.example.org/",
        "https://hooks.example.org\r\nHost: x/",
        "https://hooks.example.org /",
        "https://hooks.example.org\t/",
        "https://odd.example.org/",
        "https://odd.example.org:99999/",
        "https://:443/",
        "https://",
        "hooks.example.org",
        "//hooks.example.org/",
        "",
        "gopher://hooks.example.org:70/",
        "https://localhost/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_an_address_that_no_setting_names_is_not_called(listed: None, url: str) -> None:
    with pytest.raises(wire.NotAllowed):
        wire.post(url, b"{}", {}, resolve=leads_to("93.184.216.34"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - called, not bound
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_a_named_host_that_leads_to_a_private_address_is_not_called(listed: None, address: str) -> None:
    for found in ([address], ["93.184.216.34", address]):
        with pytest.raises(wire.NotAllowed, match="private"):
            wire.post("https://hooks.example.org/", b"{}", {}, resolve=leads_to(*found))


def test_the_address_that_was_judged_is_the_one_that_is_called(
    listed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at the second asking is asked once only."""
    asked: list[str] = []
    called: list[Any] = []

    def turning(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: Any, timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(wire.NotReached):
        wire.post("https://hooks.example.org/x", b"{}", {}, resolve=turning)
    assert (asked, called) == (["hooks.example.org"], [("93.184.216.34", 443)])


def test_a_private_address_is_called_when_a_setting_names_it(provider: Provider) -> None:
    reply = wire.post(f"{provider.url}/a?b=c", b"{}", {"X-One": "1"})
    assert (reply.status, provider.requests[0].path, provider.requests[0].headers["x-one"]) == (
        200,
        "/a?b=c",
        "1",
    )


def test_a_redirect_is_not_followed(provider: Provider) -> None:
    provider.script = [answer(b"", "302 Found", "Location: /elsewhere\r\n")]
    assert wire.post(provider.url, b"{}", {}).status == 302
    assert len(provider.requests) == 1


@pytest.mark.parametrize("act", ["hang", "drip", "drop"])
def test_who_is_silent_or_drips_is_left_when_the_time_is_over(provider: Provider, act: str) -> None:
    provider.script = [act]
    begun = time.monotonic()
    with pytest.raises(wire.NoAnswer):
        wire.post(provider.url, b"{}", {})
    assert time.monotonic() - begun < 5
    assert len(provider.requests) == 1


def test_an_answer_of_more_than_a_megabyte_or_cut_short_is_none(provider: Provider) -> None:
    whole = answer(b"x" * (wire.MOST_BYTES + 1))
    provider.script = [whole, answer()[:-5]]
    for _ in range(2):
        with pytest.raises(wire.NoAnswer):
            wire.post(provider.url, b"{}", {})


def test_a_second_answer_changes_nothing(provider: Provider) -> None:
    provider.script = [answer() + answer(b"{}", "500 No")]
    assert wire.post(provider.url, b"{}", {}).status == 200


def test_a_closed_port_is_known_to_have_taken_nothing(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.LINLI_OUTBOUND_PRIVATE = [f"127.0.0.1:{port}"]
    with pytest.raises(wire.NotReached):
        wire.post(f"http://127.0.0.1:{port}/", b"", {})
