import random
import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases.actions.money import (
    confirm_spending,
    give_back,
    ledger_sums,
    pledge_money,
    promise_money,
    receive,
    reverse_money,
    spend,
)
from linli.cases.cashbook import lines_of
from linli.cases.models import Case, MoneyConfirmation, MoneyLine
from linli.cases.sums import Entry, sums_of
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.kit.trace import broken_links, traces_of
from tests.cases.projects import listed, project
from tests.lane import Lane, hours
from tests.undoing import taken_back


@pytest.fixture
def case(lane: Lane) -> Case:
    return project(lane)


def promised(lane: Lane, case: Case, fen: int = 100_00) -> MoneyLine:
    return promise_money(
        case, amount=fen, source="fiscal", purpose="一事一议奖补", by=lane.committee, at=hours(4)
    )


def received(lane: Lane, case: Case, fen: int = 100_00) -> MoneyLine:
    return receive(promised(lane, case, fen), amount=fen, purpose="奖补到账", by=lane.committee, at=hours(5))


def spent(lane: Lane, case: Case, fen: int) -> MoneyLine:
    return spend(case, amount=fen, purpose="买水泥", paper="收据 8", by=lane.committee, at=hours(6))


def test_what_was_promised_received_and_spent_adds_up(lane: Lane, case: Case) -> None:
    received(lane, case, 600_00)
    promised(lane, case, 400_00)
    line = spent(lane, case, 250_00)
    before = ledger_sums(case)
    assert (before.spent, before.waiting, before.balance, before.free) == (0, 250_00, 600_00, 350_00)
    confirm_spending(line, by=lane.secretary, at=hours(7))
    sums = ledger_sums(case)
    assert (sums.pledged, sums.received, sums.outstanding) == (1000_00, 600_00, 400_00)
    assert (sums.spent, sums.waiting, sums.balance, sums.free) == (250_00, 0, 350_00, 350_00)


def test_more_than_is_there_is_not_spent(lane: Lane, case: Case) -> None:
    received(lane, case, 100_00)
    spent(lane, case, 60_00)
    with pytest.raises(Refused, match=r"40\.00"):
        spent(lane, case, 40_01)
    assert spent(lane, case, 40_00).number == 4


def test_more_than_was_promised_is_not_received(lane: Lane, case: Case) -> None:
    pledge = promised(lane, case, 100_00)
    receive(pledge, amount=70_00, purpose="第一笔", by=lane.committee, at=hours(5))
    with pytest.raises(Refused, match=r"30\.00"):
        receive(pledge, amount=30_01, purpose="第二笔", by=lane.committee, at=hours(5))


def test_no_giver_gets_back_more_than_came_from_her_or_is_there(lane: Lane, case: Case) -> None:
    first = promised(lane, case, 100_00)
    receive(first, amount=100_00, purpose="到账", by=lane.committee, at=hours(5))
    received(lane, case, 50_00)
    with pytest.raises(Refused, match=r"100\.00"):
        give_back(first, amount=100_01, purpose="结余退回", by=lane.committee, at=hours(6))
    spent(lane, case, 120_00)
    with pytest.raises(Refused, match=r"30\.00"):
        give_back(first, amount=30_01, purpose="结余退回", by=lane.committee, at=hours(6))
    give_back(first, amount=30_00, purpose="结余退回", by=lane.committee, at=hours(6))
    assert ledger_sums(case).free == 0


def test_whoever_wrote_a_spending_down_does_not_confirm_it(lane: Lane, case: Case) -> None:
    received(lane, case)
    line = spent(lane, case, 10_00)
    with pytest.raises(Refused, match="第二个人"):
        confirm_spending(line, by=lane.committee, at=hours(7))
    with pytest.raises(Refused, match="来做"):
        confirm_spending(line, by=lane.clerk, at=hours(7))
    confirm_spending(line, by=lane.secretary, at=hours(7))
    with pytest.raises(Refused, match="已经"):
        confirm_spending(line, by=lane.dispatcher, at=hours(8))


def test_the_database_refuses_a_confirmation_by_the_same_person(lane: Lane, case: Case) -> None:
    received(lane, case)
    line = spent(lane, case, 10_00)
    same = {"written_by": lane.accounts["committee"], "account": lane.accounts["committee"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyConfirmation.objects.create(line=line, **same, post=lane.post("committee"), at=hours(7))


def test_a_wrong_line_is_taken_back_once_and_both_stay(lane: Lane, case: Case) -> None:
    received(lane, case)
    line = spent(lane, case, 10_00)
    confirm_spending(line, by=lane.secretary, at=hours(7))
    back = reverse_money(line, reason="记重了", by=lane.committee, at=hours(8))
    assert (back.amount, back.reverses, ledger_sums(case).spent) == (-10_00, line, 0)
    for again in (line, back):
        with pytest.raises(Refused):
            reverse_money(again, reason="再来", by=lane.committee, at=hours(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        back.pk, back.number = None, 99
        back.save(force_insert=True)


def test_a_receipt_that_was_spent_is_not_taken_back(lane: Lane, case: Case) -> None:
    line = received(lane, case, 50_00)
    spent(lane, case, 20_00)
    with pytest.raises(Refused, match="先冲销"):
        reverse_money(line, reason="没有到账", by=lane.committee, at=hours(8))


def test_a_promise_that_was_kept_is_not_taken_back(lane: Lane, case: Case) -> None:
    pledge = promised(lane, case, 50_00)
    line = receive(pledge, amount=20_00, purpose="到账", by=lane.committee, at=hours(5))
    with pytest.raises(Refused, match="先冲销"):
        reverse_money(pledge, reason="不给了", by=lane.committee, at=hours(8))
    reverse_money(line, reason="记错了", by=lane.committee, at=hours(8))
    reverse_money(pledge, reason="不给了", by=lane.committee, at=hours(9))
    assert ledger_sums(case).pledged == ledger_sums(case).received == 0
    with pytest.raises(Refused, match="哪一笔"):
        receive(pledge, amount=1, purpose="到账", by=lane.committee, at=hours(10))


@pytest.mark.parametrize("who", ["secretary", "volunteer", "worker", "neighbour", "property"])
def test_only_the_roles_of_the_rule_book_write_money_down(lane: Lane, case: Case, who: str) -> None:
    with pytest.raises(Refused):
        promise_money(case, amount=1, source="fiscal", purpose="奖补", by=getattr(lane, who), at=hours(4))
    assert not MoneyLine.objects.exists()


def test_an_ordinary_case_has_no_ledger(lane: Lane) -> None:
    other = lane.bring(lane.case(), "working")
    with pytest.raises(Refused, match="没有计划和账目"):
        promise_money(other, amount=1, source="fiscal", purpose="奖补", by=lane.committee, at=hours(4))


@pytest.mark.parametrize("amount", [0, -5, 10**18])
def test_a_sum_is_above_nothing_and_below_madness(lane: Lane, case: Case, amount: int) -> None:
    with pytest.raises(Refused):
        promise_money(case, amount=amount, source="fiscal", purpose="奖补", by=lane.committee, at=hours(4))


def test_a_purpose_that_leads_to_a_person_is_refused(lane: Lane, case: Case) -> None:
    with pytest.raises(Refused, match="认出"):
        promise_money(
            case, amount=5, source="residents", purpose="13900001234 捐", by=lane.committee, at=hours(4)
        )


def test_a_unit_promises_money_from_the_list(lane: Lane) -> None:
    line = listed(lane)
    pledge = pledge_money(line, amount=500_00, words="买路灯的钱", by=lane.liaison, at=hours(5))
    assert (pledge.money.organisation, ledger_sums(line.case).outstanding) == (lane.office, 500_00)
    with pytest.raises(Refused):
        pledge_money(line, amount=500_00, words="买路灯的钱", by=lane.property, at=hours(5))


@pytest.mark.parametrize("table", ["cases_moneyline", "cases_moneyconfirmation"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_changes_no_line(lane: Lane, case: Case, table: str, change: str) -> None:
    received(lane, case)
    confirm_spending(spent(lane, case, 10_00), by=lane.secretary, at=hours(7))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as db:
        db.execute(change.format(table))


def test_every_line_leaves_a_link_in_the_chain(lane: Lane, case: Case) -> None:
    received(lane, case)
    confirm_spending(spent(lane, case, 10_00), by=lane.secretary, at=hours(7))
    chain = traces_of(case).order_by("number")
    told = [(t.facts["side"], t.facts["amount"]) for t in chain if t.name == "case.money_written"]
    assert told == [("pledged", 100_00), ("received", 100_00), ("spent", 10_00)]
    assert list(broken_links(iter(Trace.objects.order_by("record_kind", "record_id", "number")))) == []


def test_the_same_key_spends_once(lane: Lane, case: Case) -> None:
    received(lane, case)
    for _ in range(2):
        spend(case, amount=10_00, purpose="买沙", by=lane.committee, at=hours(6), key="tap")
    assert ledger_sums(case).waiting == 10_00


class Oracle:
    """The same ledger kept in the plainest way: dictionaries of whole fen, each rule written out again."""

    def __init__(self) -> None:
        self.pledges: dict[int, list[int]] = {}  # pledge → promised, received, returned
        self.spent: dict[int, tuple[int, bool]] = {}
        self.gone: set[int] = set()

    @property
    def cash(self) -> int:
        return sum(p[1] - p[2] for p in self.pledges.values()) - sum(a for a, _seen in self.spent.values())

    def sums(self) -> tuple[int, int, int, int, int]:
        rows = self.pledges.values()
        return (
            sum(p[0] for p in rows),
            sum(p[1] for p in rows),
            sum(a for a, seen in self.spent.values() if seen),
            sum(a for a, seen in self.spent.values() if not seen),
            sum(p[2] for p in rows),
        )


STEP = st.tuples(
    st.sampled_from(["promise", "receive", "spend", "confirm", "return", "reverse"]),
    st.integers(1, 90),
    st.integers(0, 7),
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=5, max_size=25))
def test_whatever_is_tried_in_whatever_order_the_sums_hold(lane: Lane, steps: list) -> None:
    """Each step is done or refused, the ledger and the oracle agree on which, and on every sum afterwards."""
    with taken_back():
        case, oracle = project(lane), Oracle()
        for verb, amount, which in steps:
            assert attempt(lane, case, oracle, verb, amount, which) is not None
            sums = ledger_sums(case)
            assert sums.faults == ()
            assert (sums.pledged, sums.received, sums.spent, sums.waiting, sums.returned) == oracle.sums()
            assert sums.balance == sums.received - sums.spent - sums.returned and sums.free == oracle.cash


def attempt(lane: Lane, case: Case, oracle: Oracle, verb: str, amount: int, which: int) -> bool | None:
    """Do it in both; None when one does what the other refuses."""
    target = chosen(case, verb, which)
    if target is None and verb not in {"promise", "spend"}:
        return False
    allowed = foreseen(oracle, verb, amount, target)
    try:
        line = act(lane, case, verb, amount, target)
    except Refused:
        return None if allowed else False
    if not allowed:
        return None
    settle(oracle, verb, amount, target, line)
    return True


def chosen(case: Case, verb: str, which: int) -> MoneyLine | None:
    sides = {"receive": ["pledged"], "return": ["pledged"], "confirm": ["spent"]}.get(verb)
    lines = [line for line in lines_of(case) if line.reverses_id is None]
    found = [line for line in lines if sides is None or line.side in sides]
    return found[which % len(found)] if found else None


def foreseen(oracle: Oracle, verb: str, amount: int, target: MoneyLine | None) -> bool:
    if verb == "promise":
        return True
    if verb == "spend":
        return amount <= oracle.cash
    assert target is not None
    if target.pk in oracle.gone:
        return False
    if verb == "confirm":
        return not oracle.spent[target.pk][1]
    if verb == "receive":
        promised_, received_, _returned = oracle.pledges[target.pk]
        return amount <= promised_ - received_
    if verb == "return":
        return amount <= min(oracle.pledges[target.pk][1] - oracle.pledges[target.pk][2], oracle.cash)
    if target.side == "pledged":
        return oracle.pledges[target.pk][1] == 0
    if target.side == "received":
        own = oracle.pledges[target.towards_id]
        return target.amount <= min(oracle.cash, own[1] - own[2])
    return True


def act(lane: Lane, case: Case, verb: str, amount: int, target: MoneyLine | None) -> MoneyLine:
    said = {"by": lane.committee, "at": hours(6)}
    if verb == "promise":
        return promise_money(case, amount=amount, source="collective", purpose="集体出资", **said)
    if verb == "spend":
        return spend(case, amount=amount, purpose="买料", **said)
    if verb == "confirm":
        return confirm_spending(target, by=lane.secretary, at=hours(7))
    if verb == "reverse":
        return reverse_money(target, reason="记错了", **said)
    return {"receive": receive, "return": give_back}[verb](target, amount=amount, purpose="款项", **said)


def settle(oracle: Oracle, verb: str, amount: int, target: MoneyLine | None, line: MoneyLine) -> None:
    if verb == "promise":
        oracle.pledges[line.pk] = [amount, 0, 0]
    elif verb == "spend":
        oracle.spent[line.pk] = (amount, False)
    elif verb == "confirm":
        oracle.spent[target.pk] = (oracle.spent[target.pk][0], True)
    elif verb == "receive":
        oracle.pledges[target.pk][1] += amount
    elif verb == "return":
        oracle.pledges[target.pk][2] += amount
    else:
        undo(oracle, target)


def undo(oracle: Oracle, target: MoneyLine) -> None:
    oracle.gone.add(target.pk)
    if target.side == "spent":
        del oracle.spent[target.pk]
    elif target.side == "pledged":
        oracle.pledges[target.pk][0] = 0
    else:
        own = oracle.pledges[target.towards_id]
        own[{"received": 1, "returned": 2}[target.side]] -= target.amount


def test_a_ledger_that_does_not_add_up_is_found() -> None:
    wrong = [
        ([Entry(1, "pledged", 5), Entry(2, "received", 6, 1)], "received more than pledged"),
        (
            [Entry(1, "pledged", 5), Entry(2, "received", 5, 1), Entry(3, "spent", 6)],
            "spent more than received",
        ),
        ([Entry(1, "pledged", 5), Entry(2, "returned", 1, 1)], "returned more than received"),
    ]
    for entries, fault in wrong:
        assert fault in sums_of(entries).faults
    assert sums_of([]).faults == ()


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_spend_at_the_same_moment_none_overspends(lane: Lane) -> None:
    case = project(lane)
    received(lane, case, 100_00)
    rng = random.Random(20260302)
    for round_ in range(3):
        sums_before = ledger_sums(case).free
        amounts = [rng.randrange(5_00, 60_00) for _ in range(8)]
        outcomes = list(at_once(lane, case, amounts))
        done = sum(amount for amount, won in outcomes if won)
        sums = ledger_sums(case)
        assert len(outcomes) == 8 and sums.faults == ()
        assert sums.free == sums_before - done >= 0, round_
        refused = [amount for amount, won in outcomes if not won]
        assert all(amount > sums.free for amount in refused)
    numbers = list(MoneyLine.objects.of(case).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def at_once(lane: Lane, case: Case, amounts: list[int]) -> Iterator[tuple[int, bool]]:
    barrier, outcomes, actor = threading.Barrier(len(amounts)), [], lane.committee

    def run(amount: int) -> None:
        try:
            barrier.wait()
            spend(case, amount=amount, purpose="买料", by=actor, at=hours(6))
            outcomes.append((amount, True))
        except Refused:
            outcomes.append((amount, False))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(amount,)) for amount in amounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield from outcomes
