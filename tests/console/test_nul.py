"""The one character that PostgreSQL stores nowhere, in every field that a view reads without a form of its own."""

import pytest

from linli.cases.models import Case, SavedView
from tests.console.conftest import Enter
from tests.lane import Lane


@pytest.mark.parametrize("field", ["key", "case", "following", "view"])
def test_cases_are_sent_all_the_same(field: str, lane: Lane, enter: Enter) -> None:
    case = lane.bring(lane.case(), "triaged")
    sent = {"key": "k", "case": case.number, "following": "", "view": ""}
    sent[field] += "\x00"
    assert enter("secretary").post("/console/inbox/send/", sent).status_code in {200, 302}
    assert Case.objects.get(pk=case.pk).stage == "dispatched"


def test_what_is_left_of_a_name_is_kept(lane: Lane, enter: Enter) -> None:
    enter("secretary").post("/console/cases/views/", {"name": "村里\x00的灯", "query": "stage=open"})
    assert [view.name for view in SavedView.objects.all()] == ["村里的灯"]
