"""Order in a flow: what may follow what, and which steps may not be skipped."""

import pytest

from linli.governance import limits
from linli.governance.check import check
from linli.governance.flow import Flow, default_sources
from linli.governance.limits import AS_NEEDED, Limit, Rhythm
from linli.governance.vocabulary import OPEN_STAGES, STAGES, VERBS
from tests.governance.bending import SMALL


@pytest.fixture
def flow() -> Flow:
    book = check(SMALL).book
    assert book is not None
    return book.flow("request")


def test_the_next_verbs_of_a_stage_begin_with_the_chain(flow: Flow) -> None:
    assert [verb.key for verb in flow.next_verbs("triaged")] == [
        "triage",
        "offer",
        "dispatch",
        "climb",
        "withdraw",
    ]


def test_a_step_that_must_not_be_skipped_closes_the_way_around_it(flow: Flow) -> None:
    assert "registered" not in flow.verbs["dispatch"].stages
    assert flow.verbs["dispatch"].leads_to("triaged") == "dispatched"
    assert default_sources("dispatch", {"triage": True, "dispatch": False}) == VERBS["dispatch"].moves.keys()


def test_the_petitioner_may_rate_reopen_and_withdraw(flow: Flow) -> None:
    assert flow.petitioner_verbs == {"raise", "rate", "reopen", "withdraw"}


def test_a_stage_that_stays_is_not_a_target(flow: Flow) -> None:
    assert flow.verbs["rate"].target == ""
    assert flow.verbs["close"].target == "closed"
    assert flow.step_of("taken") is not None


def test_every_verb_moves_between_known_stages() -> None:
    for rule in VERBS.values():
        assert set(rule.moves) <= {"", *STAGES}
        assert set(rule.moves.values()) <= set(STAGES)
    assert set(VERBS["withdraw"].moves) == set(OPEN_STAGES)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4 wh", Limit(4, "wh")),
        ("3wd", Limit(3, "wd")),
        ("0 h", None),
        ("1.5 h", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_limit_is_a_number_and_a_unit(said: str, meant: Limit | None) -> None:
    assert limits.limit(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("week", Rhythm(1, 1, "week")),
        ("2 x month", Rhythm(2, 1, "month")),
        ("3 days", Rhythm(1, 3, "day")),
        ("as needed", AS_NEEDED),
        ("0 x month", None),
        ("fortnight", None),
    ],
)
def test_a_rhythm_is_read_and_written_the_same(said: str, meant: Rhythm | None) -> None:
    assert limits.rhythm(said) == meant
    assert meant is None or str(meant) == said


def test_a_span_of_the_night_holds_both_sides_of_midnight() -> None:
    night = limits.span("21:00-07:00")
    assert night is not None
    moments = [limits.clock(said) for said in ("20:59", "21:00", "23:59", "00:00", "06:59", "07:00")]
    assert [night.holds(moment) for moment in moments if moment] == [False, True, True, True, True, False]
    assert night.minutes == 600
