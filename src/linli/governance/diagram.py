"""The drawing of a flow as SVG: one column, legible at 360 px, colours by classes and by the text colour around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext

from linli.governance.explain import FlowLines, StepLine

WIDTH = 340
BOX_LEFT, BOX_WIDTH = 44, 288
TEXT_LEFT = BOX_LEFT + 12
LINE, PAD, GAP = 19, 10, 34
WHO_CHARS, NAME_CHARS = 40, 32  # half-width characters that fit into a line
SIZES = {"flow-name": 15, "flow-who": 13, "flow-stage": 12, "flow-number": 13}
WIDE = "WFA"  # as East Asian fonts draw them, quotation marks among them
CLOSING = "\uff0c\u3002\u3001\uff1b\uff1a\uff09\u300b\u201d\u2019\uff01\uff1f"  # never first in a line


@dataclass(frozen=True)
class _Box:
    top: int
    lines: tuple[tuple[str, str], ...]  # class, words
    step: StepLine

    @property
    def height(self) -> int:
        return 2 * PAD + LINE * len(self.lines)

    @property
    def bottom(self) -> int:
        return self.top + self.height


def diagram(flow: FlowLines) -> str:
    """The flow as an <svg> element with a title and a description that says the same in words."""
    boxes = _boxes(flow)
    tail = _tail(flow, boxes[-1].bottom + GAP if boxes else PAD)
    height = (tail[-1][1] if tail else boxes[-1].bottom if boxes else 0) + PAD
    parts = [
        f'<svg class="flow-drawing" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="flow-{flow.kind}-t flow-{flow.kind}-d" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<title id="flow-{flow.kind}-t">{escape(flow.name)}</title>',
        f'<desc id="flow-{flow.kind}-d">{escape(in_words(flow))}</desc>',
        *(part for number, box in enumerate(boxes) for part in _drawn(box, boxes[number + 1 : number + 2])),
        *(_text(BOX_LEFT, y, words, style) for words, y, style in tail),
        "</svg>",
    ]
    return "".join(parts)


def in_words(flow: FlowLines) -> str:
    """The drawing for those who do not see it."""
    said = "; ".join(f"{step.number}. {step.name} ({_who(step)})" for step in flow.steps)
    if flow.others:
        said += ". " + gettext("At any time besides") + ": " + ", ".join(step.name for step in flow.others)
    return said


def _boxes(flow: FlowLines) -> list[_Box]:
    boxes: list[_Box] = []
    top = 2
    for step in flow.steps:
        boxes.append(_Box(top, tuple(_box_lines(step)), step))
        top = boxes[-1].bottom + GAP
    return boxes


def _box_lines(step: StepLine) -> Iterator[tuple[str, str]]:
    name = step.name + (f" · {step.within}" if step.within else "")
    for line in wrapped(name, NAME_CHARS):
        yield "flow-name", line
    for line in wrapped(_who(step), WHO_CHARS):
        yield "flow-who", line
    if step.meeting:
        yield "flow-who", gettext("decided by: %(meeting)s") % {"meeting": step.meeting}
    if step.other_unit:
        yield "flow-who", gettext("not by whoever did the work")


def _who(step: StepLine) -> str:
    return gettext(", ").join(step.who)


def _drawn(box: _Box, following: list[_Box]) -> Iterator[str]:
    dashed = ' stroke-dasharray="5 4"' if box.step.optional else ""
    kind = "flow-step flow-optional" if box.step.optional else "flow-step"
    yield f'<g class="{kind}" data-verb={quoteattr(box.step.verb)}>'
    yield (
        f'<rect class="flow-box" x="{BOX_LEFT}" y="{box.top}" width="{BOX_WIDTH}" height="{box.height}" '
        f'rx="8" fill="none" stroke="currentColor"{dashed}/>'
    )
    yield (
        f'<circle class="flow-dot" cx="20" cy="{box.top + PAD + 9}" r="13" fill="none" '
        'stroke="currentColor"/>'
    )
    yield _text(20, box.top + PAD + 14, str(box.step.number), "flow-number", middle=True)
    for number, (style, words) in enumerate(box.lines):
        yield _text(TEXT_LEFT, box.top + PAD + 14 + LINE * number, words, style)
    yield "</g>"
    if following:
        yield from _arrow(box, following[0])


def _arrow(box: _Box, following: _Box) -> Iterator[str]:
    """From one step to the next, with the stage in between."""
    x, end = BOX_LEFT + 20, following.top
    yield (
        f'<path class="flow-arrow" d="M{x} {box.bottom}V{end - 2}m-5 -7l5 7l5 -7" fill="none" '
        'stroke="currentColor"/>'
    )
    if box.step.stage:
        yield _text(x + 14, box.bottom + 21, box.step.stage, "flow-stage")


def _tail(flow: FlowLines, top: int) -> list[tuple[str, int, str]]:
    """What may be done beside the chain, as lines of words under it."""
    if not flow.others:
        return []
    lines = [(gettext("At any time besides"), top, "flow-name")]
    for step in flow.others:
        lead = gettext("%(step)s: %(who)s") % {"step": step.name, "who": _who(step)}
        for line in wrapped(lead, WHO_CHARS):
            lines.append((line, lines[-1][1] + LINE, "flow-who"))
    return lines


def _text(x: int, y: int, words: str, style: str, *, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    size = SIZES[style]
    return (
        f'<text class="{style}" x="{x}" y="{y}"{anchor} font-size="{size}" fill="currentColor">'
        f"{escape(words)}</text>"
    )


def wrapped(words: str, most: int) -> list[str]:
    """Lines of at most this many half-width characters; Chinese may break anywhere, Latin words stay whole."""
    lines, line, used = [], "", 0
    for piece in _pieces(words):
        width = sum(2 if east_asian_width(sign) in WIDE else 1 for sign in piece)
        if line and used + width > most:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + width
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(words: str) -> Iterator[str]:
    """What must not be torn apart: a wide character with the marks that close it, or a Latin word."""
    piece = ""
    for sign in words:
        starts_new = east_asian_width(sign) in WIDE or (piece and east_asian_width(piece[0]) in WIDE)
        if piece and sign not in CLOSING and (starts_new or piece[-1] in " ,"):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece
