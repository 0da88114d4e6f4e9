"""Every way by which a picture can come into Linli, sent as its own door takes it. `ENTRIES` says where files are read.

A way takes the neighbourhood and files (name, bytes) and gives the last answer: below 400 when they were taken.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from linli.api.actions.tokens import make_token
from linli.cases.actions.checking import ask_check
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import start
from linli.cases.models import Case
from linli.cases.receipts import code_for
from linli.kit.actor import SYSTEM
from tests.lane import Lane, hours
from tests.portal.conftest import hidden

Files = Sequence[tuple[str, bytes]]
Way = Callable[[Lane, Files], Any]
HOME = "/at/zhangjiashan/"
WORDS = "村口的路灯坏了三盏，晚上看不清路。"


@dataclass(frozen=True)
class Upload:
    """A file under exactly this name, with the type that an attacker would like to have served."""

    name: str
    content: bytes
    kind: str = "text/html"


def uploads(files: Files) -> list[Upload]:
    return [Upload(name, content) for name, content in files]


class Sender(Client):
    """Writes the names of files as they are: the usual client of the tests would tidy them before they are sent."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)

    def _encode_data(self, data: Any, content_type: str) -> Any:
        pairs = [
            (name, one)
            for name, value in (data.items() if isinstance(data, dict) else ())
            for one in (value if isinstance(value, list) else [value])
        ]
        if content_type != MULTIPART_CONTENT or not any(isinstance(one, Upload) for _name, one in pairs):
            return super()._encode_data(data, content_type)  # type: ignore[misc]
        return b"".join(part_of(name, one) for name, one in pairs) + f"--{BOUNDARY}--\r\n".encode()


def part_of(name: str, value: Any) -> bytes:
    """As browsers write it: quotation marks and line ends in a name are escaped, nothing else."""
    head, content = f'Content-Disposition: form-data; name="{name}"', str(value).encode()
    if isinstance(value, Upload):
        escaped = value.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head, content = f'{head}; filename="{escaped}"\r\nContent-Type: {value.kind}', value.content
    return b"".join([f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"])


def words_of(answer: Any) -> str:
    """What a person or a program reads."""
    if "json" in answer["Content-Type"]:
        return json.dumps(answer.json(), ensure_ascii=False)
    return str(answer.content.decode())


def signed_in(lane: Lane, name: str) -> Client:
    client = Sender()
    client.force_login(lane.accounts[name])
    return client


def with_code(case: Case) -> Client:
    client = Sender()
    client.post(f"/c/{case.number}/", {"number": case.number, "code": code_for(case)})
    return client


def by_portal(lane: Lane, files: Files) -> Any:
    """The two pages of the resident's form."""
    client = Sender()
    page = client.post(f"{HOME}say/", {"words": WORDS, "pictures": uploads(files)})
    if page.status_code >= 400:
        return page
    return client.post(f"{HOME}send/", {**hidden(page.content.decode()), "words": WORDS})


def by_queue(lane: Lane, files: Files) -> Any:
    """What a telephone kept while it had no network: the files in pieces, then the message."""
    client, names = Sender(), []
    for _name, content in files:
        names.append(str(uuid.uuid4()))
        for place in range(0, max(len(content), 1), 1_000_000):
            piece = content[place : place + 1_000_000]
            address = f"{HOME}uploads/{names[-1]}/?offset={place}&size={max(len(content), 1)}"
            answer = client.post(address, piece, content_type="application/octet-stream")
            if answer.status_code >= 400:
                return answer
    sent = {"words": WORDS, "key": str(uuid.uuid4()), "pictures": names}
    return client.post(f"{HOME}waiting/", sent)


def by_resident(lane: Lane, files: Files) -> Any:
    """Added to a case by whoever holds its code."""
    case = lane.case()
    fields = {"text": "还是不亮", "key": str(uuid.uuid4()), "pictures": uploads(files)}
    return with_code(case).post(f"/c/{case.number}/add/", fields)


def by_note(lane: Lane, files: Files) -> Any:
    fields = {"words": WORDS, "area": lane.areas["grid"].pk, "channel": "patrol", "pictures": uploads(files)}
    return signed_in(lane, "worker").post("/field/note/", fields)


def by_field_answer(lane: Lane, files: Files) -> Any:
    case = lane.bring(lane.case(), "working")
    fields = {"text": "换了灯头", "end_state": "solved", "pictures": uploads(files)}
    return signed_in(lane, "volunteer").post(f"/field/cases/{case.number}/answer/", fields)


def asked_to_look(lane: Lane) -> Case:
    case = lane.bring(lane.case(), "triaged")
    ask_check(case, by=lane.secretary, at=hours(5), post=lane.post("worker"))
    return case


def by_field_check(lane: Lane, files: Files) -> Any:
    fields = {"found": "as_said", "words": "三盏都不亮。", "pictures": uploads(files)}
    return signed_in(lane, "worker").post(f"/field/cases/{asked_to_look(lane).number}/report_check/", fields)


def in_the_clerks_hands(lane: Lane) -> Case:
    case = lane.bring(lane.case(), "triaged")
    case = dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2))
    return start(accept(case, by=lane.clerk, at=hours(3)), by=lane.clerk, at=hours(3))


def by_console(verb: str, who: str, **fields: Any) -> Way:
    def way(lane: Lane, files: Files) -> Any:
        case = asked_to_look(lane) if verb == "report_check" else in_the_clerks_hands(lane)
        version = Case.objects.get(pk=case.pk).version
        sent = {**fields, "key": str(uuid.uuid4()), "version": version, "pictures": uploads(files)}
        return signed_in(lane, who).post(f"/console/cases/{case.number}/{verb}/", sent)

    return way


def by_open311(lane: Lane, files: Files) -> Any:
    """With a key; one of its files that is no picture is left out and counted, and the report stands."""
    _, key = make_token(lane.post("secretary"), name="city app", by=SYSTEM, at=hours(0))
    sent: dict[str, Any] = {"service_code": "04-FAC.lamp", "description": WORDS, "api_key": key}
    sent["address_string"] = "桥头"
    sent |= {f"media{place}": upload for place, upload in enumerate(uploads(files))}
    client = Sender()
    return client.post("/open311/v2/requests.json?jurisdiction_id=zhangjiashan", sent)


WAYS: dict[str, Way] = {
    "portal": by_portal,
    "queue": by_queue,
    "thread": by_resident,
    "field note": by_note,
    "field answer": by_field_answer,
    "field check": by_field_check,
    "console reply": by_console("reply", "secretary", text="明天来修"),
    "console answer": by_console("answer", "clerk", text="换了灯头", end_state="solved"),
    "console check": by_console("report_check", "worker", found="as_said", words="看过了。"),
    "Open311": by_open311,
}
# Takes the report and leaves out the file, so that it never refuses.
LENIENT = {"Open311"}

# Every module that reads what was uploaded → the ways above that go through it, or the file that it wants instead.
ENTRIES: dict[str, set[str]] = {
    "src/linli/portal/raising/views.py": {"portal"},
    "src/linli/portal/progress/adding.py": {"thread"},
    "src/linli/field/note/views.py": {"field note"},
    "src/linli/field/case/views.py": {"field answer", "field check"},
    "src/linli/console/verbs/views.py": {"console reply", "console answer", "console check"},
    "src/linli/api/open311/asking.py": {"Open311"},
    "src/linli/console/imports/views.py": {"table"},
    "src/linli/console/places/outlines.py": {"outline"},
    "src/linli/console/places/calendar.py": {"calendar"},
    "src/linli/console/rulebook/views.py": {"rule book"},
}
# Whole bodies that are a file: the pieces of the queue.
BODIES = {"src/linli/portal/raising/waiting.py": {"queue"}}
TABLES = {"table", "outline", "calendar", "rule book"}
