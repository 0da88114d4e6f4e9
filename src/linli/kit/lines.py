"""From where something comes: the block of addresses, the device, and whether many people share that line."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

IPV4_BITS, IPV6_BITS = 24, 56


@dataclass(frozen=True)
class Line:
    """Only keyed hashes: whom an address belongs to, nobody can read from them. A shared line is never slowed."""

    block: str
    device: str = ""
    shared: bool = False


def line_of(request: HttpRequest) -> Line:
    block = block_of(client_address(request))
    return Line(hidden(block), hidden(request.session.session_key or ""), is_shared(block))


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw. What a client writes into the header itself changes nothing."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    seen = hops[-proxies] if 0 < proxies <= len(hops) else ""
    return plain(seen) or plain(request.META.get("REMOTE_ADDR", ""))


def plain(written: str) -> str:
    """Without port, brackets and zone; an IPv4 address in IPv6 clothes as IPv4. Empty for what is no address."""
    text = written.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def block_of(address: str) -> str:
    """IPv4 /24 or IPv6 /56: changing a port or the last number is still the same line."""
    try:
        bits = IPV4_BITS if ipaddress.ip_address(address).version == 4 else IPV6_BITS
        return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return address


def is_shared(block: str) -> bool:
    """An office, a service hall, a hotline: registered by LINLI_SHARED_LINES."""
    return block in {block_of(plain(address) or address) for address in settings.LINLI_SHARED_LINES}


def hidden(text: str) -> str:
    if not text:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), f"line {text}".encode(), hashlib.sha256).hexdigest()[:32]
