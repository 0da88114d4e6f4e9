"""One answer in two formats. XML has no schema and no namespaces; JSON is the same lists and values without the outer names."""

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Tree  # writes only; nothing that was sent is ever parsed as XML

from django.http import HttpResponse

FORMATS = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# How one entry of a list is called.
ENTRY = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_requests_updates": "request_update",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Fault(Exception):
    """What is wrong with a request, each part with its number and a sentence that a person may read."""

    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(status, *sentences)
        self.status, self.sentences = status, sentences


@dataclass(frozen=True)
class Reply:
    """`root` is the outer name in XML."""

    root: str
    content: Any
    status: int = 200


def of_fault(fault: Fault) -> Reply:
    lines = [{"code": fault.status, "description": sentence} for sentence in fault.sentences]
    return Reply("errors", lines, fault.status)


def written(reply: Reply, form: str) -> HttpResponse:
    body = as_xml(reply) if form == "xml" else json.dumps(reply.content, ensure_ascii=False).encode()
    return HttpResponse(body, status=reply.status, content_type=FORMATS[form])


def as_xml(reply: Reply) -> bytes:
    root = Tree.Element(reply.root)
    fill(root, reply.content)
    text = Tree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def fill(element: Tree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            fill(Tree.SubElement(element, name), part)
    elif isinstance(value, list | tuple):
        for part in value:
            fill(Tree.SubElement(element, ENTRY[element.tag]), part)
    elif value is not None:
        element.text = UNWRITABLE.sub("", str(value).lower() if isinstance(value, bool) else str(value))
