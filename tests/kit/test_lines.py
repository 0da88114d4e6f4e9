"""From where something comes: twenty ways in which a client may stand behind a proxy, or pretend to."""

import pytest
from django.test import RequestFactory

from linli.kit.lines import block_of, client_address, hidden, line_of

# how many proxies are ours, the peer that connects, the header as it arrives, the address that counts
CASES = [
    (0, "203.0.113.9", None, "203.0.113.9"),
    (0, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
    (0, "203.0.113.9", "198.51.100.1, 198.51.100.2", "203.0.113.9"),
    (0, "2001:db8::1", "198.51.100.1", "2001:db8::1"),
    (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "127.0.0.1, 10.0.0.5, 203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "203.0.113.9:51234", "203.0.113.9"),
    (1, "10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
    (1, "10.0.0.1", "2001:db8::1", "2001:db8::1"),
    (1, "10.0.0.1", '"203.0.113.9"', "203.0.113.9"),
    (1, "10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "fe80::1%eth0", "fe80::1"),
    (1, "10.0.0.1", None, "10.0.0.1"),
    (1, "10.0.0.1", "", "10.0.0.1"),
    (1, "10.0.0.1", "unknown", "10.0.0.1"),
    (1, "10.0.0.1", "203.0.113.9, <script>", "10.0.0.1"),
    (2, "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
    (2, "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
    (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
]


def asked(settings, proxies: int, peer: str, header: str | None):  # type: ignore[no-untyped-def]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    more = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **more)


@pytest.mark.parametrize(("proxies", "peer", "header", "address"), CASES)
def test_only_what_our_own_proxy_saw_counts(
    settings, proxies: int, peer: str, header: str | None, address: str
) -> None:
    assert client_address(asked(settings, proxies, peer, header)) == address


def test_another_last_number_or_port_is_the_same_line(settings) -> None:
    one, other = (asked(settings, 1, "10.0.0.1", f"203.0.113.{n}:{n}000") for n in (7, 9))
    assert block_of(client_address(one)) == block_of(client_address(other)) == "203.0.113.0/24"
    assert block_of("2001:db8:0:ff::1") == block_of("2001:db8:0:fe::2")
    assert block_of("2001:db8:0:ff::1") != block_of("2001:db8:1:ff::1")


def test_a_line_tells_no_address_and_knows_the_offices_that_share_one(settings) -> None:
    settings.LINLI_SHARED_LINES = ["203.0.113.200", "2001:db8::1"]
    request = asked(settings, 0, "203.0.113.9", None)
    request.session = type("", (), {"session_key": None})()
    line = line_of(request)
    assert line.shared and line.device == "" and "203" not in line.block[:3] + line.device
    assert line.block == hidden("203.0.113.0/24") and len(line.block) == 32
