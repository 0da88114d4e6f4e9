"""Open cases that may be what is just being said, and her voice in one of them instead of another case."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from linli.cases.actions.joining import join
from linli.cases.models import Case, Voice
from linli.cases.questions import spelled_out
from linli.cases.reads_of_alike import Asked, alike_before
from linli.cases.rules_of_linking import can_join
from linli.console.case.asking import once
from linli.console.desk.forms import DeskForm
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.places.finding import Proposal
from linli.places.models import Area


@dataclass(frozen=True)
class Known:
    """`button` only where one more voice may be added."""

    case: Case
    button: str


def known_already(
    words: str, category: str, places: list[Proposal], within: Area, actor: Actor, at: datetime
) -> tuple[Known, ...]:
    """Around the place that the words name, else around the area of the list."""
    area = places[0].area if places and places[0].sure else within
    alike = alike_before(Asked(words, category, area.pk), area.path, actor, at)
    return tuple(Known(one.case, joining(one.case, actor)) for one in alike)


def joining(case: Case, actor: Actor) -> str:
    """The rule book's own word for it."""
    verb = case.flow.verb("join")
    return verb.name if verb and can_join(actor, case) else ""


def taken_in(form: DeskForm, number: str, category: str, *, by: Actor, at: datetime) -> Voice:
    """Her words, place and answers as one more voice of the case; who she is goes into the vault."""
    data = form.cleaned_data
    case = Case.objects.visible_to(by).filter(number=number[:12]).first()
    if case is None:
        raise Http404
    if data["serial"]:
        raise Refused(
            _(
                "A paper becomes a case of its own, so that it can be found by its serial. Merge it afterwards."
            )
        )
    answers = form.answers_in(category)
    told = spelled_out(form.book, category, answers)
    words = "\n".join(filter(None, [data["words"], data["place_words"], told]))
    voice: Voice = join(
        case, by=by, at=at, speaker=form.speaker, channel=data["channel"], words=words, **once(data["key"])
    )
    return voice
