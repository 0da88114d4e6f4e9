"""The only way out of Linli over HTTP: to configured hosts, at a pinned address, without redirects, 5 seconds, 1 MB."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5.0
MOST_BYTES = 1024 * 1024
EMBEDS_ANOTHER = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


class NotAllowed(Exception):
    """This address is none that Linli may call. Nothing was sent."""


class NotReached(Exception):
    """No connection came about. Nothing was sent."""


class NoAnswer(Exception):
    """The request left, and no whole answer came back: nobody knows whether it was taken."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def names(self) -> frozenset[str]:
        """How a setting may name it: the host, or the host with its port."""
        return frozenset({self.host, f"{self.host}:{self.port}"})


def target_of(url: str) -> Target:
    """Raises NotAllowed for an address that is malformed, carries a log-in, or lies outside the configured hosts."""
    if any(c <= " " or c == "\x7f" or c == "\\" for c in url):
        raise NotAllowed("spaces or control characters")
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as fault:
        raise NotAllowed("not an address") from fault
    if not host or not port or parts.username is not None or parts.fragment:
        raise NotAllowed("not an address")
    target = Target(
        parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    )
    if not target.names & configured_hosts():
        raise NotAllowed("not among the configured hosts")
    if parts.scheme != "https" and not target.names & private_hosts():
        raise NotAllowed("https only")
    return target


def configured_hosts() -> frozenset[str]:
    """Those of the settings, and those behind the providers' base addresses."""
    bases = [*settings.LINLI_ROBOTS.values(), settings.LINLI_SMS["url"]]
    own = (urlsplit(base) for base in bases if base)
    return frozenset(settings.LINLI_OUTBOUND_HOSTS) | {part.netloc.lower() for part in own} | private_hosts()


def private_hosts() -> frozenset[str]:
    return frozenset(settings.LINLI_OUTBOUND_PRIVATE)


def is_public(address: Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return is_public(inner)
    if any(address in network for network in EMBEDS_ANOTHER if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def pinned(target: Target, resolve: Resolve) -> str:
    """The one address to connect to. If any of the host's addresses is private, none is used."""
    try:
        found = [ipaddress.ip_address(text.partition("%")[0]) for text in resolve(target.host, target.port)]
    except (OSError, ValueError, UnicodeError) as fault:
        raise NotReached("the host's name is not known") from fault
    if not found:
        raise NotReached("the host's name is not known")
    if not target.names & private_hosts() and not all(map(is_public, found)):
        raise NotAllowed("the host leads to a private address")
    return str(found[0])


def post(url: str, body: bytes, headers: Mapping[str, str], *, resolve: Resolve = resolved) -> Reply:
    """Raises NotAllowed, NotReached or NoAnswer. Redirects are answers like others."""
    target = target_of(url)
    address = pinned(target, resolve)
    line = connected(target, address)
    watchdog = threading.Timer(SECONDS, cut, [line])
    watchdog.start()
    try:
        line.request("POST", target.path, body=body, headers={"User-Agent": "Linli", **headers})
        return read(line)
    except (OSError, http.client.HTTPException) as fault:
        raise NoAnswer(type(fault).__name__) from fault
    finally:
        watchdog.cancel()
        line.close()


def connected(target: Target, address: str) -> http.client.HTTPConnection:
    line = http.client.HTTPConnection(target.host, target.port, timeout=SECONDS)
    try:
        plain = socket.create_connection((address, target.port), timeout=SECONDS)
        line.sock = wrapped(plain, target.host) if target.scheme == "https" else plain
    except OSError as fault:
        raise NotReached(type(fault).__name__) from fault
    return line


def wrapped(plain: socket.socket, host: str) -> socket.socket:
    """TLS for the host's own name, over the connection to its pinned address."""
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def cut(line: Any) -> None:
    """The time is over, however slowly the other side still drips."""
    try:
        if line.sock is not None:
            line.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def read(line: http.client.HTTPConnection) -> Reply:
    answer = line.getresponse()
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise NoAnswer("the answer is too long")
    if answer.length:
        raise NoAnswer("the answer broke off")
    return Reply(answer.status, body)
