"""Read and reckon all that one pane shows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.cases.asides import RULES
from linli.cases.callable_units import MOST_OFFERED, callable_units
from linli.cases.holders import Holder, handlers, proposal
from linli.cases.lookers import lookers
from linli.cases.models import Case
from linli.cases.proposing import propose, urgency
from linli.cases.reads import Act, CasePage, case_page
from linli.cases.reads_of_alike import alike_to
from linli.cases.reads_of_board import captions
from linli.cases.reads_of_danger import danger_said_later
from linli.cases.returning import returns_among
from linli.cases.rules import can_reply
from linli.cases.rules_of_pressing import can_ask_on_paper, is_another_person
from linli.cases.telltales import telltales
from linli.console.case.asking import VerbForm
from linli.console.case.blowing import BlowForm
from linli.console.case.checking import AskCheckForm
from linli.console.case.drawing import drawing_of
from linli.console.case.ending import PublishForm
from linli.console.case.forms import AT_ONCE, FORMS
from linli.console.case.linking import MergeForm
from linli.console.case.listing import EnlistForm
from linli.console.case.pane import Choice, Pane, Reckoning, Warned, category_name
from linli.console.case.sorting import DispatchForm, SendingForm, TriageForm
from linli.governance.explain import limit_words
from linli.governance.limits import Limit
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes
from linli.kit.paths import lineage
from linli.kit.prepared import prepared
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
SORTING = ("raised", "registered", "triaged", "offered")  # nobody has taken it on yet
MOST_AREAS = 80


def may_send(verb: str, page: CasePage, actor: Actor) -> Answer:
    """What the rule of the verb says, and of a proposed end that another person looks at it."""
    answer: Answer = RULES[verb](actor, page.case)
    if verb in {"confirm_end", "decline_end"} and answer.ok and page.open_review:
        return is_another_person(page.open_review, actor)
    return answer


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
    alike = alike_to(case, actor) if _may_be_another(case, acts, form) else ()
    choices = choices_of(page, form) if isinstance(form, TriageForm) else ()
    if isinstance(form, MergeForm):
        form.offer_alike(alike)
    if isinstance(form, PublishForm):
        form.begin_with(first_text(page), captions(page.publication))
    if isinstance(form, EnlistForm):
        form.begin_with(page.said)
    return Pane(
        page=page,
        reader=actor,
        acts=acts,
        refused=tuple(act for act in known if not act.answer.ok),
        obvious=obvious,
        form=form,
        opened_answer=may_send(form.verb, page, actor) if form else yes,
        reply=can_reply(actor, case),
        may_look=may_look(actor, case),
        may_write_down=actor.has_right("desk"),
        choices=choices,
        proposal=proposal(case, case.category, form.among, weighed=True)
        if isinstance(form, DispatchForm)
        else None,
        drawing=drawing_of(case),
        reckonings=tuple(_reckonings(page)),
        warned=tuple(_warned(form)) if isinstance(form, PublishForm | EnlistForm) else (),
        theirs=theirs(case) if stale else (),
        alike=alike,
        urgency=urgency_of(page, choices),
        danger=danger_said_later(page),
        may_ask_on_paper=page.rating is None
        and case.stage == "answered"
        and can_ask_on_paper(actor, case).ok,
        returns=returns_among([case]).get(case.pk),
    )


def open_form(
    verb: str, case: Case, actor: Actor, at: datetime, data: Any = None, files: Any = None
) -> VerbForm | None:
    """The form of this verb with the choices that must be read from the database; None for no such verb."""
    if verb not in FORMS:
        return None
    form = FORMS[verb](data, files, case=case, actor=actor)
    if isinstance(form, SendingForm):
        form.offer_holders(handlers(case, local_day(at)))
    if isinstance(form, TriageForm):
        form.offer_areas(areas_near(case))
    if isinstance(form, AskCheckForm):
        form.offer_lookers(lookers(case, local_day(at)))
    if isinstance(form, BlowForm):
        form.offer_units(list(callable_units(case, local_day(at))[:MOST_OFFERED]))
    return form


def _may_be_another(case: Case, acts: tuple[Act, ...], form: VerbForm | None) -> bool:
    """Whether to look for its like: while it is sorted, or about to be linked. To look costs a third of the page."""
    may = any(act.key == "merge" for act in acts)
    return may and (case.stage in SORTING or isinstance(form, MergeForm))


def _is_idle(act: Act, page: CasePage) -> bool:
    """There is nothing to take off the board, or off a list, when nothing stands on it."""
    if act.key == "report_check":
        return page.case.looker_id is None
    if act.key == "delist":
        listing = [event.verb for event in page.events if event.verb in {"enlist", "delist"}]
        return listing[-1:] != ["enlist"]
    on_board = page.publication is not None and page.publication.withdrawn_at is None
    return act.key == "unpublish" and not on_board


def _obvious(case: Case, acts: tuple[Act, ...]) -> str:
    may = {act.key for act in acts}
    wanted = ("uphold",) if case.contested else ("resume",) if case.paused else OBVIOUS[case.stage]
    return next((key for key in wanted if key in may), "")


def areas_near(case: Case) -> list[Area]:
    """The area of the case, those above it, beside it and below it. One query."""
    return _areas_near(tuple(lineage(case.area_path)), case.area_id, case.area.parent_id)


@prepared
def _areas_near(paths: tuple[str, ...], own: int, parent: int | None) -> QuerySet[Area]:
    near = Q(path__in=paths) | Q(parent=own)
    if parent:
        near |= Q(parent=parent)
    return Area.objects.current().filter(near).defer("outline").order_by("path")[:MOST_AREAS]


def first_text(page: CasePage) -> dict[str, str]:
    """What may be published, to begin with: the text that stands on the board, else the words and the answer."""
    if page.publication is not None:
        public = page.publication
        return {"title": public.title, "problem": public.problem, "result": public.result}
    answer = page.answers[-1].text if page.answers else ""
    return {"title": page.case.title, "problem": page.said, "result": answer}


def urgency_of(page: CasePage, choices: tuple[Choice, ...]) -> str:
    """Why it cannot wait, beside the form that sorts it."""
    chosen = next((choice.code for choice in choices if choice.chosen), "")
    return urgency(page.said, page.case.rulebook, chosen) if choices or not page.case.category else ""


def choices_of(page: CasePage, form: TriageForm) -> tuple[Choice, ...]:
    """What the words speak for, and what the case carries already."""
    case = page.case
    reasons = {guess.code: guess.reason for guess in propose(page.said, case.rulebook)}
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
    return Choice(code, category_name(case, code), because, to, chosen, other_kind(case, code))


def other_kind(case: Case, code: str) -> str:
    """The name of the kind of case that this category starts, when this case is of another."""
    part, top = case.rulebook.category(code), case.rulebook.top_category(code)
    kind = (part.kind if part else "") or (top.kind if top else "")
    flow = case.rulebook.flows.get(kind)
    return flow.name if flow and kind != case.kind else ""


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


def _warned(form: PublishForm | EnlistForm) -> Iterator[Warned]:
    kinds = {
        "identity": _("identity number"),
        "phone": _("telephone number"),
        "mail": _("mail address"),
        "plate": _("number plate"),
        "room": _("house or room"),
        "name": _("a person's name"),
    }
    for name in ("title", "wanted") if isinstance(form, EnlistForm) else ("title", "problem", "result"):
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
