"""A town to measure in: one street, 20 villages, 400 drawn grids, offices, people. Made by the same actions that people use.

`python -m bench.town` prepares the database of LINLI_DATABASE and prints what the clients need as JSON;
`python -m bench.town sessions < town.json` signs everybody in anew.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

VILLAGES, GRIDS, UNITS, HELPERS = 20, 20, 20, 8
SINCE = date(2020, 1, 1)
BEGUN = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
EAST, NORTH, SIDE = 115.40, 28.00, 0.002


@dataclass
class Town:
    street: str
    grids: list[tuple[int, str, float, float]]  # id, path, and a point inside
    units: list[int]
    edition: int
    posts: dict[str, int]
    tokens: dict[str, str]
    cookies: dict[str, str]


def prepare() -> Town:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.bare import TABLE

    call_command("prepare")
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    return build()


def build() -> Town:
    import linli
    from linli.governance.actions.editions import bind, publish_edition
    from linli.kit.actor import SYSTEM
    from linli.places.actions.areas import found_area
    from linli.places.actions.organisations import found_organisation

    by: dict[str, Any] = {"by": SYSTEM, "at": BEGUN}
    county = found_area(None, level="county", name="樟树市", code="360982", valid_from=SINCE, **by)
    street = found_area(county, level="street", name="张家山街道", code="360982005", valid_from=SINCE, **by)
    rules = Path(linli.__file__).parent / "localities/zhangjiashan/governance.toml"
    edition = publish_edition(rules.read_text("utf-8"), **by)
    bind(street, "zhangjiashan", "樟树市张家山街道", **by)
    grids, villages = [], []
    for v in range(VILLAGES):
        village = found_area(street, level="village", name=f"第{v + 1}村", valid_from=SINCE, **by)
        villages.append(village)
        for g in range(GRIDS):
            east, north = EAST + g * SIDE, NORTH + v * SIDE
            grid = found_area(
                village,
                level="grid",
                name=f"第{v + 1}村{g + 1}网格",
                valid_from=SINCE,
                outline=square(east, north),
                **by,
            )
            grids.append((grid.pk, grid.path, north + SIDE / 2, east + SIDE / 2))
    office = found_organisation(street, kind="street_office", name="街道办事处", valid_from=SINCE, **by)
    units = [
        found_organisation(
            village, kind="village_committee", name=f"{village.name}村委会", valid_from=SINCE, **by
        )
        for village in villages
    ]
    people = {
        "dispatcher": ("street_dispatcher", street, office),
        "secretary": ("village_secretary", villages[0], None),
    }
    people |= {f"helper{n}": ("volunteer", villages[0], None) for n in range(HELPERS)}
    posts, tokens, cookies = hire(people)
    return Town(street.path, grids, [unit.pk for unit in units], edition.pk, posts, tokens, cookies)


def square(east: float, north: float) -> dict[str, Any]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[round(east + x * SIDE, 6), round(north + y * SIDE, 6)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def hire(people: dict[str, Any]) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    from linli.api.actions.tokens import make_token
    from linli.kit.actor import SYSTEM
    from linli.people.actions.accounts import open_account
    from linli.people.actions.posts import appoint

    posts, tokens, cookies = {}, {}, {}
    for number, (name, (role, area, unit)) in enumerate(people.items()):
        account = open_account(
            area, by=SYSTEM, at=BEGUN, username=name, name=f"测试员{number}", password=None, temporary=False
        )
        post = appoint(account, by=SYSTEM, at=BEGUN, role=role, area=area, organisation=unit, starts_on=SINCE)
        posts[name] = post.pk
        tokens[name] = make_token(post, name="bench", by=SYSTEM, at=BEGUN)[1]
        cookies[name] = session_of(account)
    return posts, tokens, cookies


def session_of(account: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from linli.people.middleware import SECOND_FACTOR, SEEN_AT, SIGNED_IN_AT

    session, now = SessionStore(), timezone.now().isoformat()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SECOND_FACTOR], session[SIGNED_IN_AT], session[SEEN_AT] = True, now, now
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def signed_in_anew() -> dict[str, str]:
    """A fresh visit for everybody of a town that stands: sessions end while tables are filled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from linli.people.models import Account

    known = json.load(sys.stdin)["posts"]
    return {one.username: session_of(one) for one in Account.objects.filter(username__in=known)}


if __name__ == "__main__":
    print(json.dumps(signed_in_anew() if sys.argv[1:] == ["sessions"] else asdict(prepare())))
