"""Thirty slips of the pen in the file of Zhangjiashan: each is found, where it is, and little else is said."""

import pytest

from linli.governance.check import check
from tests.governance.bending import bent, line_of, model_text

TEXT = model_text("zhangjiashan")
DISPATCH = TEXT[TEXT.index('[[flow.request.step]]\nverb = "dispatch"') :]
DISPATCH = DISPATCH[: DISPATCH.index("\n\n") + 2]

# what was meant, what was written, the fault, words of the line where it stands
SLIPS = [
    ('verb = "triage"\nname = "议策"', 'verb = "discuss"\nname = "议策"', "unknown_verb", '"discuss"'),
    ('verb = "accept"\nname = "接单"', 'verb = "acept"\nname = "接单"', "unknown_verb", '"acept"'),
    (
        'name = "议策"\nbutton = "议策"\ndone = "议定了怎么办"\nby = ["village", "street_dispatcher"]',
        'name = "议策"\nbutton = "议策"\ndone = "议定了怎么办"\nby = ["village", "street_despatcher"]',
        "unknown_role",
        "street_despatcher",
    ),
    (
        'done = "议定了怎么办"\nby = ["village", "street_dispatcher"]',
        'done = "议定了怎么办"\nby = []',
        "nobody_may",
        'verb = "triage"',
    ),
    (DISPATCH, "", "unreachable_step", 'verb = "accept"'),
    ('verb = "close"\nname = "办结"', 'verb = "verify"\nname = "办结"', "verb_twice", 'verb = "verify"'),
    (
        'resume = { name = "恢复办理", done = "恢复办理", by = ["takers", "system"] }',
        "",
        "suspended_for_ever",
        "suspend = {",
    ),
    (
        'withdraw = { name = "撤回", done = "撤回了", by = ["resident"] }',
        "",
        "resident_shut_out",
        "[flow.request]",
    ),
    (
        'reopen = { name = "不满意，再办", done = "要求再办", by = ["resident", ',
        'reopen = { name = "不满意，再办", done = "要求再办", by = [',
        "resident_shut_out",
        "reopen = {",
    ),
    ('like = "request"', 'like = "requst"', "like_unknown", "requst"),
    ('duty = "village_secretary"\nmeeting', "meeting", "rung_without_duty", "[[rung]]"),
    ('meeting = ["two_committees"]\n', "", "rung_without_meeting", "[[rung]]"),
    ('["two_committees"]', '["two_comittees"]', "unknown_meeting", "two_comittees"),
    (
        '[holder.mediator]\nrole = "mediator"',
        '[holder.mediatr]\nrole = "mediator"',
        "holder_unbound",
        "[holder.grid]",
    ),
    ('covers = ["06", "07"]', 'covers = ["06", "77"]', "unknown_category", '"77"'),
    (
        'covers = ["13.farming", "13.sales"]',
        'covers = ["13.farming", "03.white"]',
        "duty_overlap",
        "[[duty]]",
    ),
    ("[hours]\nworkdays", "[hour]\nworkdays", "unknown_key", "[hour]"),
    ('workdays = ["08:30-12:00", "14:00-18:30"]', 'workdays = ["8:30-12:00"]', "bad_span", "8:30-12:00"),
    ('span = "21:00-07:00"', 'span = "07:00-21:00"', "quiet_in_hours", 'span = "07:00-21:00"'),
    ('breaks = ["01", "02"]', 'breaks = ["02"]', "quiet_stops_emergencies", "breaks"),
    ('resolve = "3 wd"', 'resolve = "3工作日"', "bad_limit", "3工作日"),
    ('resolve = "3 wd"', 'resolve = "30 wd"', "longer_without_reason", "30 wd"),
    ('first = "2 wh"', 'frist = "2 wh"', "unknown_key", "frist"),
    ("weight = 30\ntarget", "weight = 35\ntarget", "weights_not_whole", "[scheme.branches]"),
    ('measure = "deeds_recorded"', 'measure = "online_time"', "unknown_word", "online_time"),
    ('assesses = "liaison_cadre"', 'assesses = "volunteer"', "assesses_people", '"volunteer"'),
    ('comment_within = "5 wd"\n', "", "unit_may_not_comment", "[scheme.quarterly]"),
    ('name = "问题清单"', 'name = "重点人员清单"', "forbidden_mark", "[list.problems]"),
    (
        'name = "物业承办人"\nlevel = "village"\norganisation = "property"',
        'name = "物业承办人"\nlevel = "village"\norganisation = "property"\nrights = ["contact"]',
        "identity_let_out",
        'rights = ["contact"]',
    ),
    ('name = "屋场会"\nlevel = "group"', 'name = "屋场会"\nlevel = "groups"', "unknown_level", '"groups"'),
    ('level = "grid"\nduty', 'level = "gird"\nduty', "unknown_level", '"gird"'),
    ('name = "樟树市张家山街道"', "name = 樟树市张家山街道", "bad_value", "name = 樟"),
    ('slug = "zhangjiashan"', "slug = \u201czhangjiashan\u201d", "full_width", "slug ="),
]


@pytest.mark.parametrize(("meant", "written", "code", "marker"), SLIPS, ids=range(len(SLIPS)))
def test_a_slip_of_the_pen_is_named_where_it_stands(meant: str, written: str, code: str, marker: str) -> None:
    text = bent(TEXT, meant, written)
    errors = check(text).errors
    lines = {fault.line for fault in errors if fault.code == code}
    assert lines, [str(fault) for fault in errors]
    assert any(marker in text.splitlines()[line - 1] for line in lines), (lines, line_of(text, marker))


@pytest.mark.parametrize(("meant", "written", "code", "marker"), SLIPS, ids=range(len(SLIPS)))
def test_one_slip_does_not_bring_an_avalanche(meant: str, written: str, code: str, marker: str) -> None:
    assert 1 <= len(check(bent(TEXT, meant, written)).errors) <= 4
