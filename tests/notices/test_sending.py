"""Told once, whatever the provider does and whenever the worker falls."""

from typing import Any

import pytest

from linli.kit.actor import SYSTEM
from linli.kit.models import Job, Trace
from linli.notices import jobs
from linli.notices.actions.connecting import join_robot
from linli.notices.actions.sending import send_again
from linli.notices.actions.telling import tell
from linli.notices.channels import CHANNELS
from linli.notices.follow import tell_people
from linli.notices.models import Notice, Robot, State
from linli.notices.reads import Receiver
from linli.notices.recipients import Who
from linli.people.models import Contact, Look
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider, answer

BUSY = answer(b"", "503 Busy")
TOO_FAST = answer(b'{"errcode": 130101}')


@pytest.fixture
def robot(lane: Lane, noon: Any, provider: Provider) -> Robot:
    return join_robot(
        lane.village, kind="dingtalk", name="楼栋群", token="tok", secret="plum", by=SYSTEM, at=hours(3)
    )


def told(lane: Lane, robot: Robot, number: int = 1) -> Notice:
    case = lane.case()
    (row,) = tell(
        "deadline.late",
        f"t:{number}",
        case,
        [Receiver(robot=robot)],
        by=SYSTEM,
        at=hours(3),
        happened=hours(3),
    )
    jobs.ask_to_send(row)
    return row


def now(row: Any) -> Any:
    row.refresh_from_db()
    return row


def test_what_was_taken_is_sent_once(lane: Lane, robot: Robot, provider: Provider, work: Work) -> None:
    row = told(lane, robot)
    work()
    jobs.ask_to_send(now(row))
    work()
    assert (now(row).state, len(provider.requests)) == (State.SENT, 1)


def test_a_provider_that_refuses_for_good_is_not_asked_again(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any
) -> None:
    provider.usual = answer(b'{"errcode": 310000}')
    row = told(lane, robot)
    for _ in range(3):
        work()
        noon.shift(3600)
    assert (now(row).state, row.reason, len(provider.requests)) == (State.REFUSED, "code 310000", 1)


@pytest.mark.parametrize("act", ["drop", "hang", "drip", BUSY])
def test_an_unknown_end_is_visible_and_tried_once_more_and_no_third_time(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any, act: Any
) -> None:
    provider.usual = act
    row = told(lane, robot)
    work()
    assert (now(row).state, row.doubts, len(provider.requests)) == (State.UNKNOWN, 1, 1)
    for _ in range(4):
        noon.shift(3600)
        work()
    assert (now(row).state, row.doubts, len(provider.requests)) == (State.UNKNOWN, 2, 2)


def test_the_second_attempt_after_an_unknown_end_can_succeed(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any
) -> None:
    provider.script = ["drop"]
    row = told(lane, robot)
    work()
    noon.shift(3600)
    work()
    assert (now(row).state, row.doubts, len(provider.requests)) == (State.SENT, 1, 2)


class WorkerKilled(BaseException):
    """As SIGKILL would: nothing after this line is done."""


def test_a_worker_killed_while_sending_leaves_one_repetition_at_most(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = told(lane, robot)
    ding = CHANNELS["dingtalk"]

    def sent_and_killed(letter: Any, to: Any) -> Any:
        type(ding).send(ding, letter, to)  # type: ignore[arg-type]
        raise WorkerKilled

    with monkeypatch.context() as patch:
        patch.setattr(ding, "send", sent_and_killed)
        for _ in range(6):
            Job.objects.filter(task__endswith="send_notice").update(status=Job.Status.READY)
            try:
                work()
            except WorkerKilled:
                continue
            finally:
                noon.shift(60)
    assert (now(row).state, row.doubts, len(provider.requests)) == (State.UNKNOWN, 2, 2)
    Job.objects.filter(task__endswith="send_notice").update(status=Job.Status.READY)
    work()
    assert (now(row).state, len(provider.requests)) == (State.UNKNOWN, 2)


def test_a_worker_killed_before_sending_loses_nothing(
    lane: Lane, robot: Robot, provider: Provider, work: Work
) -> None:
    row = told(lane, robot)
    Job.objects.update(status=Job.Status.RUNNING)
    Job.objects.update(status=Job.Status.READY)
    work()
    assert (now(row).state, len(provider.requests)) == (State.SENT, 1)


def test_an_older_job_finds_nothing_to_do_after_a_person_sent_it_again(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any
) -> None:
    provider.script = ["drop"]
    row = told(lane, robot)
    work()
    jobs.ask_to_send(send_again(now(row), by=SYSTEM, at=hours(3)))
    noon.shift(3600)
    work()
    assert (now(row).state, len(provider.requests)) == (State.SENT, 2)


def test_a_closed_gateway_is_asked_again_later_and_later(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any, settings: Any
) -> None:
    open_one = settings.LINLI_ROBOTS
    settings.LINLI_ROBOTS = {**open_one, "dingtalk": "http://127.0.0.1:9"}
    settings.LINLI_OUTBOUND_PRIVATE = [provider.host, "127.0.0.1:9"]
    row = told(lane, robot)
    waits = []
    for _ in range(3):
        work()
        waits.append((now(row).not_before - hours(3)).total_seconds() - sum(waits))
        noon.move_to(row.not_before)
    assert (row.state, waits, row.doubts) == (State.WAITING, [15, 30, 60], 0)
    settings.LINLI_ROBOTS = open_one
    work()
    assert now(row).state == State.SENT


def test_a_robot_speaks_twenty_times_a_minute_and_the_rest_waits(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any
) -> None:
    case = lane.case()
    for number in range(45):
        (row,) = tell(
            "deadline.late",
            f"t:{number}",
            case,
            [Receiver(robot=robot)],
            by=SYSTEM,
            at=hours(3),
            happened=hours(3),
        )
        jobs.ask_to_send(row)
    counts = []
    for _ in range(3):
        work()
        counts.append(len(provider.requests))
        noon.shift(61)
    assert counts == [20, 40, 45]
    assert Notice.objects.filter(state=State.SENT).count() == 45


def test_dingtalk_is_left_alone_for_ten_minutes_when_it_says_too_fast(
    lane: Lane, robot: Robot, provider: Provider, work: Work, noon: Any
) -> None:
    provider.script = [TOO_FAST]
    row, second = told(lane, robot), told(lane, robot, 2)
    work()
    noon.shift(9 * 60)
    work()
    assert len(provider.requests) == 1
    noon.shift(2 * 60)
    work()
    assert (now(row).state, now(second).state, len(provider.requests)) == (State.SENT, State.SENT, 3)


def test_a_robot_that_was_stopped_says_nothing_more(
    lane: Lane, robot: Robot, provider: Provider, work: Work
) -> None:
    row = told(lane, robot)
    Robot.objects.update(stopped_at=hours(3))
    work()
    assert (now(row).state, provider.requests) == (State.REFUSED, [])


class TestPetitioner:
    @pytest.fixture
    def answered(self, lane: Lane, noon: Any, provider: Provider) -> Any:
        from linli.people.actions.contacts import keep_contact

        contact = keep_contact(
            lane.grid,
            alias="邻居甲",
            name="王小丫",
            phone="13900001234",
            way="message",
            by=SYSTEM,
            at=hours(0),
        )
        case = lane.case()
        type(case).objects.filter(pk=case.pk).update(contact=contact)
        noon.move_to(hours(6))
        return lane.bring(now(case), "answered")

    def test_she_reads_of_the_answer_and_her_log_tells_that_her_number_was_opened(
        self, answered: Any, provider: Provider, work: Work
    ) -> None:
        work()
        ours = [request.json for request in provider.requests if request.json.get("to")]
        assert [body["to"] for body in ours] == ["13900001234"]
        assert answered.number in ours[0]["text"]
        look = Look.objects.get()
        assert (look.purpose, look.account, look.contact) == ("deliver", None, answered.contact)

    def test_nothing_that_is_stored_or_said_tells_who_she_is(
        self, answered: Any, provider: Provider, work: Work
    ) -> None:
        work()
        said = " ".join(request.body.decode().replace("13900001234", "", 1) for request in provider.requests)
        for word in ("王小丫", "邻居甲", answered.alias, "13900001234", "路灯坏了", "新灯头"):
            assert word not in said
        stored = " ".join(str(row) for row in Notice.objects.values())
        assert not any(word in stored for word in ("王小丫", "13900001234", answered.alias))

    def test_a_number_that_was_erased_meanwhile_is_not_called(
        self, answered: Any, provider: Provider, work: Work
    ) -> None:
        Contact.objects.update(way="code")
        work()
        assert [request for request in provider.requests if "13900001234" in request.body.decode()] == []

    def test_running_the_follower_twice_tells_her_once(
        self, answered: Any, provider: Provider, work: Work
    ) -> None:
        work()
        trace = Trace.objects.get(name="case.answered")
        tell_people.func(trace.pk)
        work()
        texts = [request for request in provider.requests if request.json.get("to")]
        assert len(texts) == 1 == Notice.objects.filter(name="case.answered", channel="sms").count()


def test_every_line_of_the_table_has_somebody_behind_it() -> None:
    from linli.notices.recipients import LEDGER, TABLE

    told = (*TABLE.values(), *LEDGER.values())
    assert {line.who for lines in told for line in lines} == set(Who)
