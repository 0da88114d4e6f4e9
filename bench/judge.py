"""Reads ledger and database after a storm, and says what was lost, doubled or left half done."""

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

from bench.house import ROOT, House


class Fault(Exception):
    """Something that must not happen, seen while the storm was on."""


Receipts = dict[str, list[dict[str, Any]]]


def judge(
    house: House, sent: dict[str, str], receipts: Receipts, clocks: dict[str, int] | None = None
) -> list[str]:
    """`clocks`: key → how many a case has, where it is not two."""
    return asked(house, "storm", {"sent": sent, "receipts": receipts, "clocks": clocks or {}})


def judge_claims(house: House, numbers: list[str], outcomes: list[list[tuple[int, Any]]]) -> list[str]:
    return asked(house, "claims", {"numbers": numbers, "outcomes": outcomes})


def asked(house: House, what: str, ledger: dict[str, Any]) -> list[str]:
    """In a process of its own, which sees the database as it was left."""
    command = [sys.executable, "-m", "bench.judge", what]
    done = subprocess.run(
        command, input=json.dumps(ledger).encode(), env=house.env, cwd=ROOT, capture_output=True
    )
    if done.returncode:
        return [f"the judge failed: {done.stderr.decode()[-500:]}"]
    found: list[str] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def storm(ledger: dict[str, Any]) -> list[str]:
    """Every acknowledged submission is there once and whole; nothing else is there but what was sent."""
    from django.db.models import Count

    from linli.cases.models import Case, Clock, Words
    from linli.kit.models import Operation, Trace

    sent, receipts = ledger["sent"], ledger["receipts"]
    faults: list[str] = []
    by_words: dict[str, list[Case]] = {}
    for row in Words.objects.select_related("case"):
        by_words.setdefault(row.text, []).append(row.case)
    clocks = dict(Clock.objects.values_list("case").annotate(Count("id")))
    kind = Case._meta.label_lower
    told = Trace.objects.filter(record_kind=kind, name__in=["case.raised", "case.registered"])
    traces = dict(told.values_list("record_id").annotate(Count("id")))  # others may follow, each for itself
    operations = dict(Operation.objects.filter(record_kind=kind).values_list("key", "record_id"))
    for key, answers in receipts.items():
        found = by_words.get(sent[key], [])
        if len(found) != 1:
            faults.append(f"{key}: acknowledged once, stored {len(found)} times")
            continue
        case = found[0]
        if {answer["number"] for answer in answers} != {case.number}:
            faults.append(
                f"{key}: the receipts name {[answer['number'] for answer in answers]}, stored is {case.number}"
            )
        if len({json.dumps(answer, sort_keys=True) for answer in answers}) != 1:
            faults.append(f"{key}: the same key was answered with two receipts")
        kept = (clocks.get(case.pk), traces.get(case.pk), operations.get(key))
        if kept != (ledger["clocks"].get(key, 2), 2, case.pk):
            faults.append(
                f"{case.number}: clocks {clocks.get(case.pk)}, traces {traces.get(case.pk)}, operation {operations.get(key)}"
            )
    known = set(sent.values())
    faults += [f"{text!r} was never sent" for text in by_words if text not in known]
    faults += [f"{text!r} is stored {len(cases)} times" for text, cases in by_words.items() if len(cases) > 1]
    faults += [f"{Case.objects.count()} cases, but words of {len(by_words)}"] * (
        Case.objects.count() != len(by_words)
    )
    return faults + whole()


def whole() -> list[str]:
    """What must hold of any database at any time: sound pages, unbroken chains, no work left lying."""
    from django.db import connection

    from linli.kit.jobs import path_of
    from linli.kit.models import Job, Trace
    from linli.kit.trace import broken_links, followers_of

    faults: list[str] = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            state = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            faults += [f"integrity_check: {state}"] * (state != "ok")
            faults += [
                f"a reference leads nowhere: {row}"
                for row in cursor.execute("PRAGMA foreign_key_check").fetchall()
            ]
    rows = Trace.objects.order_by("record_kind", "record_id", "number").iterator()
    faults += [f"the chain is broken at trace {row.pk}" for row in broken_links(rows)]
    jobs = Counter(Job.objects.values_list("status", flat=True))
    faults += [f"{count} jobs are {status}" for status, count in jobs.items() if status != Job.Status.DONE]
    asked_for = set(Job.objects.exclude(once=None).values_list("once", flat=True))
    for number, name in Trace.objects.values_list("pk", "name"):
        missing = [path_of(one) for one in followers_of(name) if f"{path_of(one)}:{number}" not in asked_for]
        faults += [f"nobody was asked to do {path} after {name} {number}" for path in missing]
    return faults


def claims(ledger: dict[str, Any]) -> list[str]:
    """Of each case exactly one claim won, everybody else read who did and at which version, and no write was lost."""
    from linli.cases.models import Case, Holding, Message
    from linli.kit.models import Trace

    faults: list[str] = []
    for i, number in enumerate(ledger["numbers"]):
        answers = [outcomes[i] for outcomes in ledger["outcomes"]]
        won = [n for n, (status, _answer) in enumerate(answers) if status == 200]
        case = Case.objects.select_related("holder_post__account").get(number=number)
        if len(won) != 1:
            faults.append(f"{number}: {len(won)} claims won")
            continue
        winner = case.holder_post.account
        if winner.username != f"helper{won[0]}":
            faults.append(f"{number}: helper{won[0]} was told that she won, {winner.username} has it")
        told = [answer for n, answer in enumerate(answers) if n != won[0]]
        if any(status != 409 or winner.name not in str(answer["detail"]) for status, answer in told):
            faults.append(f"{number}: somebody lost and did not read who won: {told}")
        since = answers[won[0]][1]["version"]
        if any(not since <= (answer.get("version") or 0) <= case.version for _status, answer in told):
            faults.append(f"{number}: somebody lost and did not read the version that is: {told}")
        if Holding.objects.filter(case=case).count() != 1:
            faults.append(f"{number}: held {Holding.objects.filter(case=case).count()} times")
        traces = list(
            Trace.objects.filter(record_kind="cases.case", record_id=case.pk).values_list("name", flat=True)
        )
        if traces.count("case.claimed") != 1 or traces.count("case.started") != 1:
            faults.append(f"{number}: its story has {Counter(traces)}")
        acts = [name for name in traces if name not in {"case.raised", "case.registered"}]
        if case.version != 1 + len(acts):
            faults.append(f"{number}: version {case.version} after {len(acts)} acts, a write was lost")
        if Message.objects.filter(case=case).count() != traces.count("case.replied"):
            faults.append(f"{number}: replies were lost or doubled")
    return faults + whole()


def offer(count: int) -> list[str]:
    """Open so many cases for claiming, by the usual actions."""
    from django.utils import timezone

    from linli.cases.actions.dispatch import offer as open_for_claiming
    from linli.cases.actions.intake import Intake, raise_case
    from linli.cases.actions.triage import triage
    from linli.kit.actor import ANONYMOUS
    from linli.people.actors import actor_for
    from linli.people.models import Account
    from linli.places.models import Area

    at, grid = timezone.now(), Area.objects.filter(level="grid").order_by("path").first()
    office = actor_for(Account.objects.get(username="dispatcher"), at)
    numbers = []
    for n in range(count):
        said = Intake(words=f"第{n}件事，等人来领。", area=grid, channel="api")
        case = raise_case(said, by=ANONYMOUS, at=at)
        case = triage(case, category="04.lamp", title=f"第{n}件", by=office, at=at)
        numbers.append(open_for_claiming(case, by=office, at=at).number)
    return numbers


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from linli.kit.jobs import waiting

    match words:
        case ["waiting"]:
            print(waiting())
        case ["offer", count]:
            print(json.dumps(offer(int(count))))
        case ["storm"]:
            print(json.dumps(storm(json.load(sys.stdin))))
        case ["claims"]:
            print(json.dumps(claims(json.load(sys.stdin))))


if __name__ == "__main__":
    main(sys.argv[1:])
