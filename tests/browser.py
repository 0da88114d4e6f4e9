"""A real Chromium for the journeys: `page = browser_page("/at/lane/", width=360, account=li)`."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from linli.people.middleware import SECOND_FACTOR

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LAUNCH = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE_MS = 10_000
MISSING = "No Chromium on this machine"

OpenPage = Callable[..., Any]


def chromium() -> str | None:
    return os.environ.get("LINLI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Skips, and says so at the end of the run, where there is no Chromium; with CI set it fails instead."""
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{MISSING}.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in the thread of the test
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=LAUNCH)
        yield running
        running.close()


@pytest.fixture
def browser_page(browser: Any, live_server: Any) -> Iterator[OpenPage]:
    """Opens pages at a width, signed in or not. At the end no page may have met an error or a refused request."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_page(
        path: str, *, width: int = 1280, account: Any = None, javascript: bool = True, **more: Any
    ) -> Any:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        if account is not None:
            context.add_cookies([session_cookie(account, live_server.url)])
        contexts.append(context)
        page = context.new_page()
        listen(page, troubles)
        page.goto(path)
        if javascript:  # its scripts have come, and nothing moves any more
            page.wait_for_selector(":not(:defined)", state="detached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


def session_cookie(account: Any, address: str) -> dict[str, str]:
    """Signed in, the second step included."""
    session = SessionStore()
    session[SECOND_FACTOR] = True
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": address}


def give_cookie(page: Any, name: str, value: str) -> None:
    """For every address of the site: with the address of a page a cookie would count in its folder alone."""
    page.context.add_cookies([{"name": name, "value": value, "url": urljoin(page.url, "/")}])


def listen(page: Any, troubles: list[str]) -> None:
    """Errors of scripts and of the content security policy, broken parts of a page, answers of 500 and above."""
    page.on("pageerror", lambda fault: troubles.append(f"script error: {fault}"))
    page.on("console", lambda message: is_trouble(message) and troubles.append(f"console: {message.text}"))
    page.on("response", lambda answer: is_broken(answer) and troubles.append(f"{answer.status} {answer.url}"))


def is_trouble(message: Any) -> bool:
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def is_broken(answer: Any) -> bool:
    part = answer.request.resource_type in {"script", "stylesheet", "image", "font"}
    return answer.status >= 500 or (part and answer.status >= 400 and not answer.url.endswith("/favicon.ico"))


def barriers(page: Any) -> list[str]:
    """What axe finds on the page against WCAG 2.2 AA, one line each.."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    return [
        f"{page.url}: {fault['id']}: {fault['help']} at {node['target']} ({node['failureSummary']})"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def spills_sideways(page: Any) -> bool:
    """Whether the page can be scrolled sideways, which a phone reader should never need."""
    return bool(
        page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if second := terminalreporter.stats.get("rerun", []):
        terminalreporter.section("BROWSER TESTS THAT NEEDED A SECOND TRY", yellow=True, bold=True)
        for report in second:
            terminalreporter.line(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")
    left_out = [
        report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)
    ]
    if left_out:
        terminalreporter.section("BROWSER TESTS NOT RUN", red=True, bold=True)
        terminalreporter.line(
            f"{len(left_out)} tests need Chromium (Debian: apt install chromium fonts-noto-cjk)."
        )
