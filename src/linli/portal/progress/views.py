"""A case as its resident follows it: opened by number and code, answered, judged, taken back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases import pictures, sounds
from linli.cases.actions.closing import rate, reopen, withdraw
from linli.cases.actions.linking import unmerge
from linli.cases.actions.pressing import urge
from linli.cases.ladder import meeting_words
from linli.cases.models import Case, Picture, Sound, Voice
from linli.cases.numbers import tidy_number
from linli.cases.reads import case_page
from linli.cases.reads_of_links import fate_of, part_numbered
from linli.cases.receipts import case_behind, voice_behind
from linli.cases.rules import can_reply
from linli.cases.windows import in_reopen_window
from linli.governance.model import Danger
from linli.kit.action import once
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.files import file_answer
from linli.kit.lines import line_of
from linli.people.reads import looks_of
from linli.portal import keys
from linli.portal.holders import holder_of
from linli.portal.keys import actor_of, my_cases, my_rows, my_voices
from linli.portal.locality import locality_at, locality_or_404
from linli.portal.progress import story
from linli.portal.progress.danger import dangers_in
from linli.portal.progress.forms import AddForm, OpenForm, RemindForm, ReopenForm, VerdictForm, WithdrawForm
from linli.portal.progress.guessing import guessed
from linli.portal.raising.forms import new_key


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter number and code, or go on with what this device has opened."""
    locality = locality_or_404(slug)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and (door := opened(request, form)):
        return redirect(door)
    context = {
        "locality": locality,
        "form": form,
        "mine": my_rows(request),
        "voices": my_voices(request),
    }
    return render(request, "portal/progress/progress.html", context)


def opened(request: HttpRequest, form: OpenForm) -> str:
    """The address behind the form. Which of the two is wrong, and whether such a number exists, is not told."""
    if not form.is_valid():
        return ""
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    found: Any = guessed(line_of(request), timezone.now(), lambda: behind(number, code))
    if isinstance(found, Voice):
        keys.open_voice(request, found)
        return reverse("portal:voice", args=[found.number])
    case: Case | None = found
    if case is None:
        form.add_error(
            None, _("Number and code do not belong together. Please compare both with your receipt.")
        )
        return ""
    keys.open_case(request, case)
    return reverse("portal:case", args=[case.number])


def behind(number: str, code: str) -> Case | Voice | None:
    """Both are looked for in any case, so that the time tells nothing."""
    case, voice = case_behind(number, code), voice_behind(number, code)
    return case if voice is None else voice


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one case; for everybody else, the same question for the code whether the number exists or not."""
    mine = my_cases(request).filter(number=number).first()
    if mine is None:
        return part_of_mine(request, number) or ask_for_code(request, number)
    return show(request, mine)


def part_of_mine(request: HttpRequest, number: str) -> HttpResponse | None:
    """Whoever opened a matter that was split has opened its parts."""
    part = part_numbered(number, of=actor_of(request).keys)
    if part is None:
        return None
    keys.open_case(request, part)
    return redirect("portal:case", number)


def ask_for_code(request: HttpRequest, number: str) -> HttpResponse:
    form = OpenForm(request.POST or None, initial={"number": tidy_number(number)})
    if request.method == "POST" and (door := opened(request, form)):
        return redirect(door)
    return render(request, "portal/progress/open.html", {"form": form})


def show(request: HttpRequest, mine: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    page, seen, now = case_page(mine, actor_of(request)), keys.seen_at(request, mine), timezone.now()
    talk = story.conversation(page, seen)
    if seen is None or any(one.is_new for one in talk):
        keys.note_seen(request, mine, now)
    may_rate = page.may("rate") and page.answer is not None and page.rating is None
    context = {
        "page": page,
        "case": mine,
        "locality": locality_at(mine.area_path),
        "book": mine.rulebook,
        "steps": story.step_lines(page),
        "talk": talk,
        "looked": story.looked(page),
        "whys": story.reasons(page),
        "called": story.called_together(page),
        "holder": holder_of(mine, timezone.localdate()),
        "meeting": meeting_words(mine),
        "looks": looks_of(mine.contact) if mine.contact else (),
        "end": mine.rulebook.end(mine.end_state) if mine.end_state else None,
        "stage": mine.rulebook.stage(mine.stage),
        "may_rate": may_rate,
        "may_reopen": page.may("reopen") and not may_rate and in_reopen_window(mine, now),
        "reopening": ReopenForm(),
        "may_remind": page.may("urge") and not any(urge.by_resident for urge in page.open_urges),
        "reminder": RemindForm(initial={"key": new_key()}),
        "may_withdraw": page.may("withdraw"),
        "fate": fate_of(mine) if page.bonds.into else None,
        "may_unmerge": page.may("unmerge"),
        "can_reply": can_reply(actor_of(request), mine),
        "add": AddForm(initial={"key": new_key()}),
        "verdict": VerdictForm(),
        "withdrawal": WithdrawForm(),
        **forms,
    }
    return render(request, "portal/progress/case.html", context, status=status)


def my_case_or_404(request: HttpRequest, number: str) -> Case:
    found: Case = get_object_or_404(my_cases(request), number=number)
    return found


def stopped(
    request: HttpRequest, mine: Case, dangers: tuple[Danger, ...], form_id: str, **forms: Any
) -> HttpResponse:
    """The number to call, and below it everything as it was typed."""
    return show(request, mine, dangers=dangers, form_id=form_id, **forms)


@door("public")
@require_POST
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Solved, partly, not solved: the resident's own word."""
    mine = my_case_or_404(request, number)
    form = VerdictForm(request.POST)
    if form.is_valid():
        if dangers := dangers_in(request, mine, form.cleaned_data["words"]):
            return stopped(request, mine, dangers, "judge", verdict=form)
        try:
            after = rate(mine, **form.cleaned_data, by=actor_of(request), at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, thanks(after))
            return redirect("portal:case", number)
    return show(request, mine, verdict=form)


def thanks(case: Case) -> str:
    if case.is_open and case.round > 1 and case.answered_at is None:
        return _("Thank you. The case is open again, one rung higher; the clock runs anew.")
    return _("Thank you. Your word is written down as you said it.")


@door("public")
@require_POST
def remind(request: HttpRequest, number: str) -> HttpResponse:
    """A gentle question to whoever has it, once a day."""
    mine = my_case_or_404(request, number)
    form = RemindForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if dangers := dangers_in(request, mine, data["words"]):
            return stopped(request, mine, dangers, "remind", reminder=form)
        try:
            asked = {"words": data["words"], "by": actor_of(request), "at": timezone.now()}
            once(str(data["key"]), urge, mine, **asked)
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, _("Passed on. Whoever has the case must answer you."))
            return redirect("portal:case", number)
    return show(request, mine, reminder=form)


@door("public")
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    done = _("Withdrawn. If it comes up again, simply tell us anew.")
    return acted(request, number, withdraw, WithdrawForm(request.POST), done, shown_as="withdrawal")


@door("public")
@require_POST
def open_again(request: HttpRequest, number: str) -> HttpResponse:
    """It has ended, her verdict may be given, and it is not solved after all."""
    done = _("Thank you. The case is open again, one rung higher; the clock runs anew.")
    return acted(request, number, reopen, ReopenForm(request.POST), done, shown_as="reopening")


def acted(
    request: HttpRequest, number: str, act: Callable[..., Any], form: Form, done: str, *, shown_as: str
) -> HttpResponse:
    """An act of hers with her own words; where it is refused they stand in the form again."""
    mine, shown = my_case_or_404(request, number), {shown_as: form}
    if form.is_valid():
        if dangers := dangers_in(request, mine, *form.cleaned_data.values()):
            return stopped(request, mine, dangers, shown_as, **shown)
        try:
            act(mine, **form.cleaned_data, by=actor_of(request), at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, done)
            return redirect("portal:case", number)
    return show(request, mine, **shown)  # type: ignore[arg-type]


@door("public")
@require_POST
def stand_alone(request: HttpRequest, number: str) -> HttpResponse:
    """She says herself that hers is not the same matter as the other one."""
    mine = my_case_or_404(request, number)
    try:
        unmerge(mine, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("It is handled by itself again, with its old time limit."))
    return redirect("portal:case", number)


@door("public")
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """A picture of a case that this device has opened; `?small` for the small one."""
    mine = my_case_or_404(request, number)
    shown = get_object_or_404(Picture, case=mine, digest=digest)
    place = pictures.path_of(shown.digest, small="small" in request.GET)
    return file_answer(request, place, "image/jpeg")


@door("public")
@require_safe
def sound(request: HttpRequest, number: str, sound: str) -> HttpResponse:
    """A voice note of a case that this device has opened."""
    heard = get_object_or_404(Sound, case=my_case_or_404(request, number), digest=sound)
    return file_answer(request, sounds.path_of(heard.digest), sounds.CONTENT_TYPE)
