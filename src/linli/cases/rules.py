"""Who may do what to a case. Each rule answers yes, or no with a sentence that says why and what to do instead."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, Sound
from linli.cases.rules_of_checks import may_ask, may_call_off, may_report
from linli.governance.model import Verb
from linli.governance.vocabulary import ANYONE, RESIDENT, SYSTEM
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, first_no, no, yes

MERGED = "merged"
OF_A_WHOLE = frozenset({"join", "publish", "unpublish"})  # what can be done with a case that was split
WAITING_FOR_A_RULING = frozenset(
    {"dispatch", "accept", "release", "start", "resume", "climb", "answer", "merge", "split"}
)


def allowed(verb_key: str, actor: Actor, case: Case) -> Answer:
    """What holds for every verb: this locality uses it, the case is in a stage for it, and the actor's post allows it."""
    verb = case.flow.verb(verb_key)
    if verb is None:
        return no(_("This step is not part of the work in this place."))
    if case.end_state == MERGED and verb_key != "unmerge":
        return no(_("This case goes on in another one. Undo that first, if it is not the same matter."))
    if case.parts and verb_key not in OF_A_WHOLE:
        return no(_("This case was split. Its parts are worked on; it ends when they have ended."))
    if not verb.allows(case.stage):
        step = case.rulebook.stage(case.stage)
        return no(_("This cannot be done now: the case is “%(step)s”.") % {"step": step})
    if case.contested and verb_key in WAITING_FOR_A_RULING:
        return no(_("It is being decided who is in charge. Until then nothing else is done with this case."))
    if is_petitioner(actor, case) and verb.roles & {RESIDENT, ANYONE}:
        return yes
    if actor.kind == "system" and SYSTEM in verb.roles:
        return yes
    if posts_for(verb, actor, case):
        return yes
    return no(_("This is done by: %(roles)s.") % {"roles": who_does(verb, case)})


def posts_for(verb: Verb, actor: Actor, case: Case) -> tuple[HeldPost, ...]:
    """The actor's posts whose role may do this verb here: in the case's area, or in the unit that holds the case."""
    return tuple(
        post
        for post in actor.posts
        if post.role in verb.roles and (post.covers(case.area_path) or _is_holder(post, case))
    )


def who_does(verb: Verb, case: Case) -> str:
    names = [case.rulebook.role(role).name for role in sorted(verb.roles) if role in case.rulebook.roles]
    return "、".join(names) or str(_("the resident"))


def is_petitioner(actor: Actor, case: Case) -> bool:
    return case.pk in actor.keys


def _is_holder(post: HeldPost, case: Case) -> bool:
    if case.holder_post_id is not None:
        return bool(post.id == case.holder_post_id)
    return case.holder_organisation_id is not None and post.organisation_id == case.holder_organisation_id


def holds(actor: Actor, case: Case) -> Answer:
    if actor.kind == "system" or any(_is_holder(post, case) for post in actor.posts):
        return yes
    if case.holder_post_id is None and case.holder_organisation_id is None:
        return no(_("Nobody has taken this case yet."))
    return no(_("Somebody else has this case. It must be given back before you can do this."))


def can_register(actor: Actor, case: Case) -> Answer:
    return allowed("register", actor, case)


def can_triage(actor: Actor, case: Case) -> Answer:
    return allowed("triage", actor, case)


def can_dispatch(actor: Actor, case: Case) -> Answer:
    return first_no(allowed("dispatch", actor, case), is_sorted(case), is_looked_at(case))


def can_offer(actor: Actor, case: Case) -> Answer:
    return first_no(allowed("offer", actor, case), is_sorted(case), is_looked_at(case))


def is_sorted(case: Case) -> Answer:
    return yes if case.category else no(_("Choose a category first, so that the time limit can be counted."))


def can_claim(actor: Actor, case: Case) -> Answer:
    if case.stage != "offered":
        return no(_("This case is not waiting for somebody to take it."))
    return allowed("claim", actor, case)


def can_accept(actor: Actor, case: Case) -> Answer:
    return first_no(allowed("accept", actor, case), holds(actor, case))


def can_start(actor: Actor, case: Case) -> Answer:
    return first_no(allowed("start", actor, case), holds(actor, case))


def can_release(actor: Actor, case: Case) -> Answer:
    return first_no(allowed("release", actor, case), holds(actor, case))


def can_suspend(actor: Actor, case: Case) -> Answer:
    if case.paused:
        return no(_("The clock of this case stands already."))
    return first_no(allowed("suspend", actor, case), holds(actor, case))


def can_resume(actor: Actor, case: Case) -> Answer:
    if not case.paused:
        return no(_("The clock of this case is running already."))
    return first_no(allowed("resume", actor, case), holds(actor, case))


def can_extend(actor: Actor, case: Case) -> Answer:
    return allowed("extend", actor, case)


def can_contest(actor: Actor, case: Case) -> Answer:
    if case.paused:
        return no(_("The clock of this case stands already."))
    return first_no(allowed("contest", actor, case), holds(actor, case))


def can_uphold(actor: Actor, case: Case) -> Answer:
    return may_rule("uphold", actor, case)


def can_reject(actor: Actor, case: Case) -> Answer:
    return may_rule("reject", actor, case)


def may_rule(verb_key: str, actor: Actor, case: Case) -> Answer:
    """Whoever decides belongs to another unit than the one that says "not ours"."""
    if not case.contested:
        return no(_("Nobody says of this case that it is not theirs."))
    permitted, verb = allowed(verb_key, actor, case), case.flow.verb(verb_key)
    if not permitted.ok or verb is None:
        return permitted
    if all(_is_of_the_holder(post, case) for post in _unstrained(posts_for(verb, actor, case), actor, case)):
        return no(_("Another unit than the one that objects decides this."))
    return yes


def _unstrained(posts: Iterable[HeldPost], actor: Actor, case: Case) -> list[HeldPost]:
    """Standing in for somebody elsewhere does not make one of the holder's unit another unit."""
    involved = any(_is_of_the_holder(post, case) for post in actor.posts if not post.stands_in)
    return [post for post in posts if not (involved and post.stands_in)]


def _is_of_the_holder(post: HeldPost, case: Case) -> bool:
    same_unit = (
        case.holder_organisation_id is not None and post.organisation_id == case.holder_organisation_id
    )
    return same_unit or post.id == case.holder_post_id


def can_answer(actor: Actor, case: Case) -> Answer:
    if case.paused:
        return no(_("The clock stands. Let it run again before you answer."))
    return first_no(allowed("answer", actor, case), holds(actor, case))


def can_verify(actor: Actor, case: Case) -> Answer:
    """Asking the resident is done by another unit than the one that did the work, where the rule book says so."""
    permitted = allowed("verify", actor, case)
    verb = case.flow.verb("verify")
    if permitted.ok and verb and verb.other_unit and did_the_work(actor, case):
        return no(_("Another unit than the one that did the work asks the resident."))
    return permitted


def did_the_work(actor: Actor, case: Case) -> bool:
    """She, or somebody of her unit: a second post elsewhere does not make her another unit."""
    return any(_is_of_the_holder(post, case) for post in actor.posts)


def can_close(actor: Actor, case: Case) -> Answer:
    return allowed("close", actor, case)


def can_rate(actor: Actor, case: Case) -> Answer:
    """Her own word. Whoever did the work may hold her receipt, as after writing the case down for her."""
    permitted = allowed("rate", actor, case)
    if permitted.ok and did_the_work(actor, case):
        return no(_("Whether it is solved, somebody else says than the unit that did the work."))
    return permitted


def can_reopen(actor: Actor, case: Case) -> Answer:
    return allowed("reopen", actor, case)


def can_climb(actor: Actor, case: Case) -> Answer:
    if case.rung >= len(case.rulebook.ladder):
        return no(_("The case is on the highest rung already."))
    return first_no(allowed("climb", actor, case), has_part_in(actor, case))


def has_part_in(actor: Actor, case: Case) -> Answer:
    """Whoever has it, and the office of its place; a unit that is only called to help has no say in where it goes."""
    return yes if actor.has_right("console", case.area_path) else holds(actor, case)


def can_withdraw(actor: Actor, case: Case) -> Answer:
    return allowed("withdraw", actor, case)


def can_publish(actor: Actor, case: Case) -> Answer:
    if case.rulebook.is_sealed(case.category):
        return no(_("Cases of this category are never published."))
    return allowed("publish", actor, case)


def can_unpublish(actor: Actor, case: Case) -> Answer:
    return allowed("unpublish", actor, case)


def can_enlist(actor: Actor, case: Case) -> Answer:
    if case.rulebook.is_sealed(case.category):
        return no(_("Cases of this category are never published."))
    return first_no(allowed("enlist", actor, case), is_sorted(case))


def can_delist(actor: Actor, case: Case) -> Answer:
    return allowed("delist", actor, case)


def can_reply(actor: Actor, case: Case) -> Answer:
    """Writing to each other is no step of the flow: the resident, the desk and the holder may, as long as the case is open."""
    if not case.is_open:
        return no(_("This case is closed. If it is not solved, have it opened again, or tell us anew."))
    if is_petitioner(actor, case) or holds(actor, case) or actor.has_right("console", case.area_path):
        return yes
    return no(_("Only the resident, her office and whoever has the case write here."))


def can_put_aside(actor: Actor, case: Case) -> Answer:
    if actor.kind == "system" and case.stage in {"raised", "registered"}:
        return yes
    return no(_("Only what has just come in from a busy line is put aside."))


def is_looked_at(case: Case) -> Answer:
    if case.aside:
        return no(_("Many reports came from one line. Look at this one first: sort it, then send it on."))
    return yes


def can_transcribe(actor: Actor, case: Case, sound: Sound) -> Answer:
    """Whoever sorts cases or sits at the desk listens and types; the sound stays the resident's own word."""
    if sound.case_id != case.pk:
        return no(_("This recording belongs to another case."))
    if actor.has_right("console", case.area_path) or actor.has_right("desk", case.area_path):
        return yes
    return no(_("The office writes down what is heard."))


def can_ask_check(actor: Actor, case: Case) -> Answer:
    return may_ask(allowed("ask_check", actor, case), case)


def can_report_check(actor: Actor, case: Case) -> Answer:
    return may_report(actor, case)


def can_call_off_check(actor: Actor, case: Case) -> Answer:
    return may_call_off(allowed("ask_check", actor, case), case)


def can_rehome(actor: Actor, case: Case) -> Answer:
    """Only the map itself moves a case without sorting it."""
    if actor.kind == "system":
        return yes
    return no(_("The place of a case is set when it is sorted."))
