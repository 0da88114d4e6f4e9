"""Keep what people decided, so that the next proposal knows it."""

from datetime import datetime

from linli.cases.models import Case, Learned, Sorting
from linli.kit.action import action
from linli.kit.actor import Actor


def remember_sorting(case: Case, *, by: Actor, at: datetime) -> None:
    """Only what a person said counts; sealed matters teach nothing."""
    if by.kind != "system" and not case.rulebook.is_sealed(case.category):
        Sorting.objects.update_or_create(
            case=case, defaults={"area_path": case.area_path, "category": case.category, "at": at}
        )


@action
def keep_learned(slug: str, numbers: bytes, *, lessons: int, by: Actor, at: datetime) -> Learned:
    """The newest lesson takes the place of the one before; `numbers` as `Model.packed` gives them."""
    row, _made = Learned.objects.update_or_create(
        slug=slug, defaults={"at": at, "lessons": lessons, "numbers": numbers}
    )
    return row
