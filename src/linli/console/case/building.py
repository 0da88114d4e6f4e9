"""Read and reckon all that one pane shows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.cases.holders import Holder, handlers, proposal
from linli.cases.models import Case
from linli.cases.reads import Act, CasePage, case_page
from linli.cases.rules import RULES, can_reply
from linli.cases.sense import propose
from linli.cases.telltales import telltales
from linli.console.case.asking import VerbForm
from linli.console.case.drawing import drawing_of
from linli.console.case.ending import PublishForm
from linli.console.case.forms import AT_ONCE, FORMS
from linli.console.case.pane import Choice, Pane, Reckoning, Warned, category_name
from linli.console.case.sorting import DispatchForm, TriageForm
from linli.governance.explain import limit_words
from linli.governance.limits import Limit
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes
from linli.kit.paths import lineage
from linli.kit.text import local_day
from linli.people.models import LOOKING
from linli.places.explain import explained
from linli.places.models import Area

# The one obvious act of a stage: the first of these that may be done.
OBVIOUS = {
    "raised": ("register",),
    "registered": ("triage", "dispatch", "offer"),
    "triaged": ("dispatch", "offer", "triage"),
    "offered": ("claim",),
    "dispatched": ("accept",),
    "taken": ("start", "answer"),
    "working": ("answer",),
    "answered": ("verify", "close"),
    "verified": ("close",),
    "closed": ("publish",),
}
MOST_AREAS = 80


def pane_of(
    case: Case,
    actor: Actor,
    at: datetime,
    *,
    verb: str = "",
    form: VerbForm | None = None,
    stale: bool = False,
) -> Pane:
    """The pane with the form of this verb open; without one, that of the stage's obvious act."""
    page = case_page(case, actor)
    known = [act for act in page.acts if act.key in FORMS and not _is_idle(act, page)]
    acts = tuple(act for act in known if act.answer.ok)
    obvious = _obvious(case, acts)
    form = form or open_form(verb or (obvious if obvious not in AT_ONCE else ""), case, actor, at)
    if isinstance(form, PublishForm):
        form.begin_with(first_text(page))
    return Pane(
        page=page,
        acts=acts,
        refused=tuple(act for act in known if not act.answer.ok),
        obvious=obvious,
        form=form,
        opened_answer=RULES[form.verb](actor, case) if form else yes,
        reply=can_reply(actor, case),
        may_look=may_look(actor, case),
        choices=choices_of(page, form) if isinstance(form, TriageForm) else (),
        proposal=proposal(case, case.category, form.among) if isinstance(form, DispatchForm) else None,
        drawing=drawing_of(case),
        reckonings=tuple(_reckonings(page)),
        warned=tuple(_warned(form)) if isinstance(form, PublishForm) else (),
        theirs=theirs(case) if stale else (),
    )


def open_form(
    verb: str, case: Case, actor: Actor, at: datetime, data: Any = None, files: Any = None
) -> VerbForm | None:
    """The form of this verb with the choices that must be read from the database; None for no such verb."""
    if verb not in FORMS:
        return None
    form = FORMS[verb](data, files, case=case, actor=actor)
    if isinstance(form, TriageForm | DispatchForm):
        form.offer_holders(handlers(case, local_day(at)))
    if isinstance(form, TriageForm):
        form.offer_areas(areas_near(case))
    return form


def _is_idle(act: Act, page: CasePage) -> bool:
    """There is nothing to take off the board when nothing stands on it."""
    on_board = page.publication is not None and page.publication.withdrawn_at is None
    return act.key == "unpublish" and not on_board


def _obvious(case: Case, acts: tuple[Act, ...]) -> str:
    may = {act.key for act in acts}
    wanted = ("resume",) if case.paused else OBVIOUS[case.stage]
    return next((key for key in wanted if key in may), "")


def areas_near(case: Case) -> list[Area]:
    """The area of the case, those above it, beside it and below it. One query."""
    near = Q(path__in=lineage(case.area_path)) | Q(parent=case.area_id)
    if case.area.parent_id:
        near |= Q(parent=case.area.parent_id)
    return list(Area.objects.current().filter(near).order_by("path")[:MOST_AREAS])


def first_text(page: CasePage) -> dict[str, str]:
    """What may be published, to begin with: the text that stands on the board, else the words and the answer."""
    if page.publication is not None:
        public = page.publication
        return {"title": public.title, "problem": public.problem, "result": public.result}
    answer = page.answers[-1].text if page.answers else ""
    return {"title": page.case.title, "problem": page.words, "result": answer}


def choices_of(page: CasePage, form: TriageForm) -> tuple[Choice, ...]:
    """What the words speak for, and what the case carries already."""
    case = page.case
    reasons = {
        guess.code: " ".join(f"“{word}”" for word in guess.words)
        for guess in propose(page.words, case.rulebook)
    }
    if case.category and case.category not in reasons:
        reasons = {case.category: _("as it stands"), **reasons}
    typed = str(form["category"].value() or "")
    picked = typed if form.is_bound else case.category or next(iter(reasons), "")
    return tuple(
        _choice(case, code, because, code == picked, form.among) for code, because in reasons.items()
    )


def _choice(case: Case, code: str, because: str, chosen: bool, among: tuple[Holder, ...]) -> Choice:
    proposed = proposal(case, code, among)
    to = proposed.holder.name if proposed and proposed.holder else ""
    return Choice(code, category_name(case, code), because, to, chosen)


def _reckonings(page: CasePage) -> Iterator[Reckoning]:
    names = {"first": _("First contact"), "resolve": _("Solution")}
    for deadline in page.deadlines:
        clock = deadline.clock
        yield Reckoning(
            name=names.get(clock.name, clock.name),
            limit=limit_words(Limit(clock.amount, clock.unit)),
            due_at=clock.due_at,
            met_at=clock.met_at,
            days=explained(deadline.due),
            unconfirmed=clock.unconfirmed,
            late=clock.is_late,
        )


def _warned(form: PublishForm) -> Iterator[Warned]:
    kinds = {
        "identity": _("identity number"),
        "phone": _("telephone number"),
        "mail": _("mail address"),
        "plate": _("number plate"),
        "room": _("house or room"),
        "name": _("a person's name"),
    }
    for name in ("title", "problem", "result"):
        for tale in telltales(str(form[name].value() or "")):
            yield Warned(str(form.fields[name].label), kinds[tale.kind], tale.text)


def may_look(actor: Actor, case: Case) -> Answer:
    """Whether this reader may ask who the speaker is; asking itself states a purpose and is written down."""
    hidden = any(case.rulebook.hides_identity_from(post.role) for post in actor.posts)
    if actor.has_right(LOOKING, case.area_path) and not hidden:
        return yes
    return no(_("Your post does not open personal data here. The desk that registered it can call for you."))


def theirs(case: Case) -> tuple[tuple[str, str], ...]:
    """How the case stands now, for somebody who decided on an older state of it."""
    unit = case.holder_organisation.name if case.holder_organisation else ""
    lines = (
        (_("Stage"), case.rulebook.stage(case.stage)),
        (_("Category"), category_name(case, case.category)),
        (_("In short"), case.title),
        (_("Place"), " · ".join(filter(None, [case.area.name, case.place_words]))),
        (_("In the hands of"), unit),
    )
    return tuple((label, words) for label, words in lines if words)
