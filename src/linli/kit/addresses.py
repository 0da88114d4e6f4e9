"""Addresses that leave the installation: in messages, where no request says under which name Linli is reached, and on paper."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http import HttpRequest
from django.http.request import validate_host


def public_address(path: str) -> str:
    """Whole, for a message; empty where nobody has said under which address residents reach Linli."""
    origin: str = settings.LINLI_PUBLIC_ADDRESS
    return f"{origin}{path}" if origin else ""


def origin_of(request: HttpRequest) -> str:
    """What addresses on a paper begin with: the public one, else the one under which this page was asked for."""
    return settings.LINLI_PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


@checks.register
def the_public_address_is_one(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    address: str = settings.LINLI_PUBLIC_ADDRESS
    if not address:
        return []
    if not is_origin(address):
        hint = "Write it as https://linli.example.org, without a path."
        return [checks.Error(f"LINLI_PUBLIC_ADDRESS is no address: {address!r}", hint=hint, id="linli.E002")]
    if not validate_host(urlsplit(address).hostname or "", settings.ALLOWED_HOSTS):
        hint = "Add its host to LINLI_HOSTS, or residents get an error behind every link."
        return [checks.Warning("LINLI_PUBLIC_ADDRESS is not answered here.", hint=hint, id="linli.W001")]
    return []


def is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"https", "http"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return known and not (parts.path or parts.query or parts.fragment or parts.username)
