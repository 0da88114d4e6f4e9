"""Join other systems and chat groups to a place, choose how oneself is told, and what a webhook gets."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime, time

from linli.cases.models import Case
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.kit.models import Trace
from linli.kit.trace import trace
from linli.notices import rules
from linli.notices.hooked import event_of
from linli.notices.models import Delivery, Notice, Preference, Robot, Webhook
from linli.notices.reads import body_for
from linli.places.models import Area, Organisation


@action
def make_webhook(
    area: Area, *, name: str, url: str, events: Iterable[str], by: Actor, at: datetime, secret: str = ""
) -> Webhook:
    """Without a secret one is made; whoever keeps the area's connections reads it on its page."""
    chosen = sorted(set(events))
    permit(
        first_no(rules.keeps_connections(by, area.path), rules.can_call(url), rules.events_are_known(chosen))
    )

    hook = Webhook(name=name.strip()[:60], url=url, events=chosen, area=area, area_path=area.path, made_at=at)
    hook.secret = secret or secrets.token_urlsafe(32)
    hook.save(force_insert=True)

    trace("webhook.made", hook, by=by, at=at, facts={"events": chosen, "area": area.pk}, first=True)
    return hook


@action
def stop_webhook(hook: Webhook, *, by: Actor, at: datetime) -> Webhook:
    hook = hook.locked()
    permit(rules.keeps_connections(by, hook.area_path))

    hook.stopped_at = hook.stopped_at or at
    hook.save_changes("stopped_at")

    trace("webhook.stopped", hook, by=by, at=at)
    return hook


@action
def test_webhook(hook: Webhook, *, by: Actor, at: datetime) -> Delivery:
    """An event that says only that it is a test, by the way that every other takes."""
    hook = hook.locked()
    permit(first_no(rules.keeps_connections(by, hook.area_path), rules.can_call(hook.url)))

    body = json.dumps({"event": "test", "at": at.isoformat()})
    row = Delivery(webhook=hook, event=f"test:{secrets.token_hex(8)}", name="test", body=body)
    row.made_at = row.not_before = at
    row.save(force_insert=True)

    trace("webhook.tested", hook, by=by, at=at)
    return row


@action
def deliver(hooks: Iterable[Webhook], told: Trace, case: Case, *, by: Actor, at: datetime) -> list[Delivery]:
    """One row for each webhook and event, however often this runs; those that are new."""
    name = event_of(told.name, told.facts)
    body = json.dumps(body_for(told, case), ensure_ascii=False, sort_keys=True)
    rows = [
        Delivery(webhook=hook, event=f"trace:{told.pk}", name=name, body=body, made_at=at, not_before=at)
        for hook in hooks
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Delivery.objects.filter(uid__in=[row.uid for row in rows]))


@action
def join_robot(
    area: Area,
    *,
    kind: str,
    name: str,
    token: str,
    by: Actor,
    at: datetime,
    secret: str = "",
    organisation: Organisation | None = None,
) -> Robot:
    """A chat group hears what its unit is told; without a unit, what the office of the area is told."""
    permit(rules.keeps_connections(by, area.path))

    robot = Robot(kind=kind, name=name.strip()[:60], area=area, area_path=area.path, made_at=at)
    robot.organisation = organisation
    robot.token, robot.secret = token.strip(), secret.strip()
    robot.save(force_insert=True)

    trace("robot.joined", robot, by=by, at=at, facts={"kind": kind, "area": area.pk}, first=True)
    return robot


@action
def stop_robot(robot: Robot, *, by: Actor, at: datetime) -> Robot:
    robot = robot.locked()
    permit(rules.keeps_connections(by, robot.area_path))

    robot.stopped_at = robot.stopped_at or at
    robot.save_changes("stopped_at")

    trace("robot.stopped", robot, by=by, at=at)
    return robot


@action
def test_robot(robot: Robot, *, by: Actor, at: datetime) -> Notice:
    robot = robot.locked()
    permit(rules.keeps_connections(by, robot.area_path))

    row = Notice(name="robot.tested", event=f"test:{secrets.token_hex(8)}", channel=robot.kind, robot=robot)
    row.receiver, row.area_path = f"robot:{robot.pk}", robot.area_path
    row.made_at = row.not_before = at
    row.save(force_insert=True)

    trace("robot.tested", robot, by=by, at=at)
    return row


@action
def choose(*, mail: bool, sms: bool, digest: bool, digest_at: time, by: Actor, at: datetime) -> Preference:
    """How she herself wants to be told."""
    permit(rules.has_a_list(by))

    row = Preference.objects.filter(account=by.account_id).select_for_update().first()
    row = row or Preference(account_id=by.account_id or 0)
    row.mail, row.sms, row.digest, row.digest_at = mail, sms, digest, digest_at
    row.save()
    return row
