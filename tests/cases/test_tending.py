from linli.cases.models import Case
from linli.cases.tending import tend_cases
from linli.kit.models import Job
from linli.kit.rhythm import call_up
from tests.lane import Lane, hours


def tend(after: float) -> dict[str, int]:
    found: dict[str, int] = tend_cases.func(hours(after).isoformat())
    return found


def stage(case: Case) -> str:
    return str(Case.objects.get(pk=case.pk).stage)


def test_a_claim_that_nobody_began_goes_back_to_the_pool(lane: Lane) -> None:
    case = lane.bring(lane.case(), "taken")
    assert (tend(24)["returned"], stage(case)) == (0, "taken")
    assert (tend(3 + 24 * 2.5)["returned"], stage(case)) == (1, "offered")


def test_what_was_begun_stays(lane: Lane) -> None:
    case = lane.bring(lane.case(), "working")
    assert (tend(3 + 24 * 2.5)["returned"], stage(case)) == (0, "working")


def test_silence_ends_only_what_the_flow_lets_the_clock_end(lane: Lane) -> None:
    case = lane.bring(lane.case(), "answered")
    assert tend(24 * 30)["ended"] == 0  # here somebody must ask the resident first
    assert stage(case) == "answered"


def test_each_span_of_time_has_one_job_however_often_it_is_called_up(lane: Lane) -> None:
    for minute in (0, 1, 9):
        call_up(hours(minute / 60))
    assert Job.objects.filter(task__endswith="tend_cases").count() == 1
    call_up(hours(0.25))
    assert Job.objects.filter(task__endswith="tend_cases").count() == 2
