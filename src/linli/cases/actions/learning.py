"""Keep what people decided, so that the next proposal knows it."""

from datetime import datetime
from typing import TYPE_CHECKING

from linli.cases.models import Case, Learned, Sorting
from linli.kit.action import action
from linli.kit.actor import Actor

if TYPE_CHECKING:
    from linli.cases.sensing.model import Model


def remember_sorting(case: Case, *, by: Actor, at: datetime) -> None:
    """Only what a person said counts; sealed matters teach nothing."""
    if by.kind != "system" and not case.rulebook.is_sealed(case.category):
        Sorting.objects.update_or_create(
            case=case, defaults={"area_path": case.area_path, "category": case.category, "at": at}
        )


@action
def keep_learned(slug: str, model: "Model", *, lessons: int, by: Actor, at: datetime) -> Learned:
    """The newest lesson takes the place of the one before."""
    row, _made = Learned.objects.update_or_create(
        slug=slug, defaults={"at": at, "lessons": lessons, "numbers": model.packed()}
    )
    return row
