"""Each fault once: the sound file bent in one place, the fault named at its line, with what to do next."""

import pytest
from django.utils import translation

from linli.governance.check import check
from linli.governance.sentences import NEXT, SAID
from tests.governance.bending import SMALL, bent, line_of

RUNGS = SMALL[SMALL.index("[[rung]]") : SMALL.index("[holder.community]")]

DEAD_END = """[flow.project]
name = "Project"
step = [
  { verb = "raise", name = "Tell", by = ["staff"] },
  { verb = "register", name = "Note", by = ["staff"] },
  { verb = "offer", name = "Offer", by = ["staff"] },
  { verb = "dispatch", name = "Send", by = ["staff"], from = ["registered"] },
  { verb = "accept", name = "Accept", by = ["staff"] },
  { verb = "answer", name = "Answer", by = ["staff"] },
  { verb = "close", name = "Close", by = ["staff"] },
]
"""

WHISTLE = {
    "name": '"Call"',
    "blow": '["dispatcher"]',
    "units": '["property"]',
    "report": '["caretaker"]',
    "arrive": '"4 h"',
}


def whistle_without(key: str) -> str:
    lines = (f"{name} = {value}" for name, value in WHISTLE.items() if name != key)
    return "[whistle]\n" + "\n".join(lines) + "\n"


# code, what stood there, what stands there now, and words of the line that must be named (the new ones if empty)
BENT = [
    # reading
    ("too_big", "format = 1", "format = 1\n#" + "x" * 1_000_001, "# The smallest"),
    ("full_width", 'name = "Lantern Lane"', "name = \u201cLantern Lane\u201d", "\u201cLantern"),
    ("key_twice", 'name = "Street"', 'name = "Street"\nname = "Road"', 'name = "Road"'),
    ("table_twice", "[level.village]", '[level.street]\nplace = true\n\n[level.village]', "[level.street]"),
    ("no_equals", 'slug = "lane"', 'slug "lane"', 'slug "lane"'),
    ("string_open", 'name = "Lantern Lane"', 'name = "Lantern Lane', 'name = "Lantern'),
    ("array_open", 'under = ["street"]', 'under = ["street" "x"]', '"x"]'),
    ("header_open", "[level.street]", "[level.street", "[level.street"),
    ("bad_value", 'slug = "lane"', "slug = lane", "slug = lane"),
    ("syntax", 'name = "Lantern Lane"', 'name = "Lan\\qtern"', "tern"),
    ("unknown_base", 'base = "cn"', 'base = "moon"', ""),
    ("format_unknown", "format = 1", "format = 9", ""),
    ("wrong_type", 'name = "Street"', "name = 3", ""),
    ("missing", 'slug = "lane"\n', "", "# The smallest"),
    ("blank", 'name = "Dispatcher"', 'name = " "', ""),
    ("out_of_range", "day_hours = 8", "day_hours = 80", ""),
    ("bad_limit", 'after = "3 wd"', 'after = "three days"', ""),
    ("bad_rhythm", 'every = "3 days"', 'every = "now and then"', ""),
    ("bad_span", 'span = "21:00-07:00"', 'span = "9 pm"', ""),
    ("unknown_word", 'source = "household"', 'source = "homes"', ""),
    ("unknown_key", 'duty = "worker"\nafter', 'dutty = "worker"\nduty = "worker"\nafter', "dutty"),
    ("norm_upside_down", "least = 30, most = 50", "least = 50, most = 30", ""),
    # flows
    ("no_flow", SMALL[SMALL.index("[flow.request]") : SMALL.index("[[rung]]")], "", "# The smallest"),
    ("unknown_kind", "[flow.wish]", "[flow.dream]", ""),
    ("unknown_verb", 'verb = "answer"', 'verb = "solve"', ""),
    ("verb_twice", 'verb = "close"', 'verb = "answer"', ""),
    ("like_unknown", 'like = "request"', 'like = "order"', ""),
    ("verb_not_from_there", 'name = "Send"', 'name = "Send"\nfrom = ["raised"]', "from"),
    ("nobody_may", 'name = "Sort"\nby = ["dispatcher"]', 'name = "Sort"', 'verb = "triage"'),
    ("unknown_role", 'name = "Sort"\nby = ["dispatcher"]', 'name = "Sort"\nby = ["dispatchr"]', "dispatchr"),
    (
        "not_by_clock",
        'suspend = { name = "Pause", by = ["staff"]',
        'suspend = { name = "Pause", by = ["system"]',
        "",
    ),
    (
        "not_by_resident",
        'name = "Sort"\nby = ["dispatcher"]',
        'name = "Sort"\nby = ["resident"]',
        'by = ["resident"]',
    ),
    (
        "not_by_anyone",
        'rate = { name = "Rate", by = ["resident"]',
        'rate = { name = "Rate", by = ["resident", "anyone"]',
        "",
    ),
    ("unreachable_step", 'verb = "answer"', 'verb = "verify"', 'verb = "verify"'),
    ("unknown_meeting", 'meeting = "yard"\n', 'meeting = "yrd"\n', ""),
    ("no_start", 'verb = "raise"', 'verb = "start"', "[flow.request]"),
    ("never_closed", 'verb = "close"', 'verb = "start"', "[flow.request]"),
    ("never_ends", "[[rung]]", DEAD_END + "\n[[rung]]", 'verb = "offer"'),
    ("suspended_for_ever", 'resume = { name = "Go on", by = ["staff", "system"] }\n', "", "suspend ="),
    (
        "looked_for_ever",
        'suspend = { name = "Pause"',
        'ask_check = { name = "Look", by = ["staff"] }\nsuspend = { name = "Pause"',
        "ask_check =",
    ),
    (
        "nobody_asks_to_look",
        'suspend = { name = "Pause"',
        'report_check = { name = "Looked", by = ["staff"] }\nsuspend = { name = "Pause"',
        "report_check =",
    ),
    ("release_without_claim", 'verb = "claim"', 'verb = "start"', "release ="),
    (
        "climb_without_ladder",
        SMALL[SMALL.index("[[rung]]\nname = \"Above\"") : SMALL.index("[holder.community]")],
        "",
        "climb =",
    ),
    (
        "cannot_refuse",
        'release = { name = "Give back", by = ["helper", ',
        'release = { name = "Give back", by = [',
        'by = ["helper", "staff", "caretaker"]',
    ),
    (
        "charged_cannot_accept",
        'name = "Accept"\nby = ["helper", "staff", "caretaker"]',
        'name = "Accept"\nby = ["helper", "caretaker"]',
        'role = "dispatcher"',
    ),
    (
        "contested_for_ever",
        'suspend = { name = "Pause"',
        'contest = { name = "Not ours", by = ["staff"] }\nsuspend = { name = "Pause"',
        "contest =",
    ),
    (
        "rules_on_itself",
        'suspend = { name = "Pause"',
        'contest = { name = "Not ours", by = ["dispatcher"] }\n'
        'uphold = { name = "Theirs", by = ["dispatcher"] }\n'
        'reject = { name = "Yours", by = ["dispatcher"] }\nsuspend = { name = "Pause"',
        "uphold =",
    ),
    (
        "cannot_finish",
        'name = "Answer"\nby = ["helper", ',
        'name = "Answer"\nby = [',
        'by = ["staff", "caretaker"]',
    ),
    ("resident_shut_out", 'reopen = { name = "Again", by = ["resident"] }\n', "", "[flow.request]"),
    # levels, roles, duty list
    (
        "no_levels",
        SMALL[SMALL.index("[level.street]") : SMALL.index("[organisation.office]")],
        "",
        "# The smallest",
    ),
    ("unknown_level", 'level = "street"\norganisation', 'level = "strret"\norganisation', "strret"),
    (
        "level_loop",
        '[level.street]\nname = "Street"',
        '[level.street]\nname = "Street"\nunder = ["village"]',
        "under",
    ),
    ("no_roles", SMALL[SMALL.index("[role.dispatcher]") : SMALL.index("[together]")], "", "# The smallest"),
    (
        "reserved_role",
        "[together]",
        '[role.anyone]\nname = "All"\nlevel = "street"\n\n[together]',
        "[role.anyone]",
    ),
    ("unknown_organisation", 'organisation = "office"', 'organisation = "ofice"', ""),
    ("right_without_holder", '"people", "rulebook"', '"people"', "[role.dispatcher]"),
    (
        "idle_role",
        "[together]",
        '[role.guest]\nname = "Guest"\nlevel = "street"\n\n[together]',
        "[role.guest]",
    ),
    (
        "no_categories",
        '[category.04]\nfirst = "2 wh"',
        "[category]\n" + "\n".join(f"{n:02d} = false" for n in range(1, 17)),
        "[category]",
    ),
    ("unknown_category", 'covers = ["04.lamp"]', 'covers = ["04.lampe"]', ""),
    ("duty_covers_nothing", 'covers = ["04.lamp"]\n', "", "[[duty]]"),
    (
        "duty_overlap",
        "[hours]",
        '[[duty]]\ncovers = ["04.lamp"]\nrole = "worker"\nlevel = "village"\n\n[hours]',
        "",
    ),
    ("own_backup", 'backup = "worker"\nlevel', 'backup = "dispatcher"\nlevel', 'backup = "dispatcher"'),
    (
        "category_without_unit",
        "[category.04]",
        '[category.17]\nname = "New"\nfirst = "1 wd"\nresolve = "5 wd"\n\n[category.04]',
        "[category.17]",
    ),
    ("holder_unbound", '[holder.mediator]\nrole = "worker"\n', "", "[holder.community]"),
    (
        "charged_cannot_take",
        '[holder.oversight]\nrole = "worker"',
        '[holder.oversight]\nrole = "chair"',
        'role = "chair"',
    ),
    # questions of categories
    ("question_key", "[category.04]", '[category.04.question."a b"]\nwords = "?"\n\n[category.04]', "a b"),
    (
        "question_too_long",
        "[category.04]",
        f'[category.04.question.a]\nwords = "{"x" * 121}"\n\n[category.04]',
        "words = \"xxx",
    ),
    (
        "question_without_choices",
        "[category.04]",
        '[category.04.question.a]\nwords = "How?"\nkind = "choice"\nchoices = ["so"]\n\n[category.04]',
        "[category.04.question.a]",
    ),
    (
        "choices_for_nothing",
        "[category.04]",
        '[category.04.question.a]\nwords = "How?"\nchoices = ["so", "or so"]\n\n[category.04]',
        "choices = ",
    ),
    (
        "question_asks_identity",
        "[category.04]",
        '[category.04.question.a]\nwords = "Your telephone?"\n\n[category.04]',
        "[category.04.question.a]",
    ),
    (
        "question_danger",
        "[category.04]",
        '[category.04.question.a]\nwords = "Is it on fire?"\nkind = "yes_no"\ndanger = "fir"\n\n[category.04]',
        'danger = "fir"',
    ),
    (
        "question_twice",
        "[category.04]",
        '[category.04.question.pole]\nwords = "Where?"\n\n[category.04]',
        "",
    ),
    (
        "too_many_questions",
        "[category.04]",
        "".join(f'[category.04.question.a{n}]\nwords = "{n}?"\n\n' for n in range(6)) + "[category.04]",
        "[category.04.question.a5]",
    ),
    (
        "question_of_sealed",
        "[category.04]",
        '[category.16.question.a]\nwords = "Where?"\n\n[category.04]',
        "[category.16.question.a]",
    ),
    # ladder
    ("no_ladder", SMALL[SMALL.index("[[rung]]") : SMALL.index("[holder.community]")], "", "# The smallest"),
    ("rung_without_duty", 'level = "village"\nduty = "worker"\n', 'level = "village"\n', "[[rung]]"),
    (
        "rung_without_meeting",
        'duty = "dispatcher"\nmeeting = ["yard"]\n',
        'duty = "dispatcher"\n',
        "[[rung]]",
    ),
    (
        "rung_goes_down",
        RUNGS,
        RUNGS.replace('"village"', '"x"').replace('"street"', '"village"').replace('"x"', '"street"'),
        'level = "village"',
    ),
    ("rung_waits_for_ever", 'after = "3 wd"\n', "", "[[rung]]"),
    # hours and clocks
    ("clock_without_hours", SMALL[SMALL.index("[hours]") : SMALL.index("[quiet]")], "", ""),
    ("hours_over_midnight", '"14:00-18:00"', '"18:00-14:00"', "workdays"),
    ("hours_overlap", '"14:00-18:00"', '"11:00-15:00"', "workdays"),
    ("day_hours_differ", "day_hours = 8", "day_hours = 7", ""),
    ("no_quiet", SMALL[SMALL.index("[quiet]") : SMALL.index("[meeting.yard]")], "", "# The smallest"),
    ("quiet_all_day", "21:00-07:00", "21:00-21:00", ""),
    ("quiet_too_long", "21:00-07:00", "18:00-09:00", ""),
    ("quiet_in_hours", "21:00-07:00", "09:00-11:00", ""),
    ("quiet_stops_emergencies", 'breaks = ["01", "02"]', 'breaks = ["02"]', ""),
    (
        "clock_missing",
        "[category.04]",
        '[category.17]\nname = "New"\nfirst = "1 wd"\nduty = "street"\n\n[category.04]',
        "[category.17]",
    ),
    (
        "first_after_resolve",
        '[category.04]\nfirst = "2 wh"',
        '[category.04]\nresolve = "1 wh"',
        'resolve = "1 wh"',
    ),
    (
        "longer_without_reason",
        '[category.04]\nfirst = "2 wh"',
        '[category.04]\nfirst = "6 wh"',
        'first = "6 wh"',
    ),
    # wider works
    ("bad_fraction", 'quorum = "1/2"', 'quorum = "half"', ""),
    ("decides_without_quorum", 'quorum = "1/2"\n', "", "[meeting.yard]"),
    (
        "process_empty",
        SMALL[SMALL.index("[[process.plan.step]]") : SMALL.index("[rhythm.visits]")],
        "",
        "[process.plan]",
    ),
    ("weights_not_whole", "weight = 40", "weight = 30", "[scheme.village]"),
    ("weight_missing", "weight = 60", "weight = 0", "[[scheme.village.indicator]]"),
    ("indicator_twice", 'measure = "response_rate"', 'measure = "solved_rate"', ""),
    ("scheme_without_period", 'every = "year"', 'every = "as needed"', "[scheme.village]"),
    ("unit_may_not_comment", 'comment_within = "10 wd"\n', "", "[scheme.village]"),
    (
        "several_not_claimable",
        'source = "household"',
        'source = "household"\nseveral = true',
        "several = true",
    ),
    ("money_without_second", "[list.homes]", '[project]\nplan = ["worker"]\nmoney = ["worker"]\n[list.homes]', "[project]"),
    ("project_without_planner", "[list.homes]", "[project]\nnamed = true\n[list.homes]", "[project]"),
    ("whistle_nobody_blows", "[list.homes]", f"{whistle_without('blow')}[list.homes]", "[whistle]"),
    ("whistle_nobody_called", "[list.homes]", f"{whistle_without('units')}[list.homes]", "[whistle]"),
    ("whistle_without_clock", "[list.homes]", f"{whistle_without('arrive')}[list.homes]", "[whistle]"),
    ("whistle_unheard", "[list.homes]", f"{whistle_without('report')}[list.homes]", "units ="),
    ("checklist_empty", 'items = ["Place", "Sign"]', "items = []", ""),
    ("checklist_repeats", 'items = ["Place", "Sign"]', 'items = ["Place", "Place"]', ""),
    ("unknown_facility", 'subject = "station"', 'subject = "statin"', ""),
    ("unknown_checklist", 'checklist = "haves"', 'checklist = "havess"', ""),
    ("unknown_rhythm", 'series = ["visits"]', 'series = ["visit"]', ""),
    ("agreement_one_sided", 'sides = ["office", "property"]', 'sides = ["office"]', ""),
    ("end_missing", "[category.04]", "[end]\nmerged = false\n\n[category.04]", "[end]"),
    (
        "invalid_by_one",
        "[category.04]",
        "[end.invalid]\nsecond_reviewer = false\n\n[category.04]",
        "[end.invalid]",
    ),
    (
        "no_dangers",
        "[category.04]",
        "[danger]\nfire = false\nrescue = false\npolice = false\nambulance = false\n\n[category.04]",
        "[danger]",
    ),
    ("danger_without_words", "[category.04]", "[danger.fire]\nwords = []\n\n[category.04]", "[danger.fire]"),
    ("stage_without_name", 'base = "cn"\n', "", "# The smallest"),
    # guard rails
    ("forbidden_mark", 'name = "Homes"', 'name = "\u91cd\u70b9\u4eba\u5458"', "[list.homes]"),
    (
        "identity_let_out",
        'organisation = "property"',
        'organisation = "property"\nrights = ["contact"]',
        "rights = [\"contact\"]",
    ),
    (
        "right_for_volunteer",
        "voluntary = true",
        'voluntary = true\nrights = ["contact"]',
        'rights = ["contact"]',
    ),
    ("assesses_people", 'assesses = "village"', 'assesses = "resident"', ""),
    ("assesses_unknown", 'assesses = "village"', 'assesses = "villag"', ""),
    ("private_list_public", 'source = "household"', 'source = "household"\npublic = true', "public = true"),
    ("sealed_without_office", ', "sealed"]', "]", "[role.dispatcher]"),
]  # fmt: skip


def test_the_small_file_is_sound() -> None:
    assert check(SMALL).faults == ()


@pytest.mark.parametrize(("code", "old", "new", "marker"), BENT, ids=[row[0] for row in BENT])
def test_a_file_bent_in_one_place_gets_its_fault_at_its_line(
    code: str, old: str, new: str, marker: str
) -> None:
    text = bent(SMALL, old, new)
    report = check(text)
    found = {fault.code: fault for fault in report.faults}
    assert code in found, [str(fault) for fault in report.faults]
    if code != "clock_without_hours":  # stands in the base, see the test below
        wanted = marker.splitlines()[0] if marker else new.splitlines()[0]
        lines = {fault.line for fault in report.faults if fault.code == code}
        assert any(_holds(text, line, wanted) for line in lines), (lines, wanted)
    assert report.sound == (not found[code].blocks), [str(fault) for fault in report.faults]


def _holds(text: str, line: int, wanted: str) -> bool:
    return wanted in text.splitlines()[line - 1]


def test_a_working_clock_of_the_base_without_hours_is_named_in_the_base() -> None:
    text = bent(SMALL, SMALL[SMALL.index("[hours]") : SMALL.index("[quiet]")], "")
    fault = next(fault for fault in check(text).faults if fault.code == "clock_without_hours")
    assert fault.source == "base/cn.toml"
    own = bent(text, '[category.04]\nfirst = "2 wh"', '[category.01]\nfirst = "1 wh"')
    fault = next(fault for fault in check(own).faults if fault.code == "clock_without_hours")
    assert (fault.source, fault.line) == ("governance.toml", line_of(own, 'first = "1 wh"'))


def test_a_file_that_is_not_utf8_is_refused_at_its_line() -> None:
    content = SMALL.replace("Lantern Lane", "\u706f\u7b3c\u5df7").encode("gbk")
    (fault,) = check(content).faults
    assert (fault.code, fault.line) == ("not_utf8", line_of(SMALL, "Lantern Lane"))


def test_every_fault_that_the_checker_knows_is_shown_here() -> None:
    assert {row[0] for row in BENT} | {"not_utf8"} == set(SAID)


def test_every_fault_says_what_to_do_next_in_both_languages() -> None:
    for code, old, new, _marker in BENT:
        for fault in check(bent(SMALL, old, new)).faults:
            for language in ("en", "zh-hans"):
                with translation.override(language):
                    assert "%(" not in fault.sentence + fault.next_step, code
                    assert fault.sentence
                    assert fault.next_step


def test_every_sentence_is_translated() -> None:
    for code in SAID:
        with translation.override("en"):
            english = str(SAID[code]), str(NEXT[code])
        with translation.override("zh-hans"):
            chinese = str(SAID[code]), str(NEXT[code])
        assert english[0] != chinese[0], code
        assert english[1] != chinese[1], code


@pytest.mark.parametrize(
    ("old", "new"),
    [('base = "cn"\n', ""), ("[category.04]", "[never]\nwords = []\n\n[category.04]")],
    ids=["without a base", "with a list of its own"],
)
def test_no_file_can_shorten_the_list_of_marks(old: str, new: str) -> None:
    text = bent(bent(SMALL, 'name = "Homes"', 'name = "\u91cd\u70b9\u4eba\u5458"'), old, new)
    assert "forbidden_mark" in {fault.code for fault in check(text).faults}
