"""The engine of deadlines against a second clock, over random lives of cases. All 20,000: `python -m bench.clocks`."""

from datetime import datetime, timedelta

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import resume, suspend
from linli.cases.models import Clock
from tests.cases.clock_histories import live
from tests.cases.clock_oracle import due
from tests.lane import Lane, hours

SEED = 20_260_302
LIVES = 60


def test_after_every_step_every_clock_agrees_with_the_second_one(lane: Lane) -> None:
    print(f"seeds {SEED} to {SEED + LIVES - 1}")
    steps, wrong = 0, []
    for seed in range(SEED, SEED + LIVES):
        taken, found = live(lane, seed)
        steps, wrong = steps + taken, [*wrong, *found]
    assert not wrong, "\n".join(wrong[:3])
    assert steps > 4 * LIVES


def test_the_second_clock_knows_make_up_days_and_long_holidays() -> None:
    def day(limit: int, start: str) -> str:
        return f"{due((limit, 'wd'), datetime.fromisoformat(start), []):%Y-%m-%d %H:%M}"

    assert day(1, "2026-02-13 10:00") == "2026-02-14 18:30"
    assert day(1, "2026-09-30 10:00") == "2026-10-08 18:30"
    assert day(1, "2025-12-31 10:00") == "2026-01-04 18:30"
    assert f"{due((4, 'wh'), datetime.fromisoformat('2026-11-22 09:00'), []):%m-%d %H:%M}" == "11-23 14:30"


def test_a_server_clock_set_back_ends_a_pause_where_it_began_and_moves_no_deadline(lane: Lane) -> None:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
    )
    case = accept(case, by=lane.worker, at=hours(3))
    before = Clock.objects.get(case=case, name="resolve").due_at
    case = suspend(case, reason="等配件", by=lane.worker, at=hours(5))
    case = resume(case, by=lane.worker, at=hours(5) - timedelta(days=1))
    pause = case.pauses.get()
    assert pause.until == pause.since
    assert Clock.objects.get(case=case, name="resolve").due_at == before
