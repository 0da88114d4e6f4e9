"""What comes in twice at the same moment becomes one case."""

from typing import Any

import pytest

from linli.cases.actions.intake import Intake
from linli.cases.actions.once_only import raise_once, source_key
from linli.cases.models import Case, Words
from tests.kit.crowd import at_once
from tests.lane import MONDAY, plant


@pytest.mark.django_db(transaction=True)
def test_the_same_paper_entered_at_two_desks_at_once_is_one_case() -> None:
    lane = plant()
    area, clerks = lane.areas["grid"], [lane.secretary, lane.committee, lane.worker, lane.liaison]
    intake = Intake("路灯坏了", area, "paper", source_key="paper:7K3Q-X2FA")

    def enter(number: int) -> Any:
        return raise_once(intake, by=clerks[number], at=MONDAY)

    found = at_once(len(clerks), enter)
    assert {getattr(case, "pk", case) for case in found} == {Case.objects.get().pk}
    assert Words.objects.count() == 1


def test_a_source_key_tells_nothing_of_its_source() -> None:
    key = source_key("chat", "柳絮 10:23 路灯坏了")
    assert key == source_key("chat", "柳絮 10:23 路灯坏了") and len(key) <= 160
    assert key != source_key("chat", "柳絮 10:24 路灯坏了") and "柳絮" not in key
