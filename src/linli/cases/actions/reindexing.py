"""Read every case anew for the search, a thousand at a time, while people go on working."""

from collections.abc import Iterator

from linli.cases.actions.indexing import write
from linli.cases.models import Answer, Case, Indexed
from linli.cases.reads_of_speech import heard_in
from linli.kit.action import action

AT_ONCE = 1000


def index_anew() -> Iterator[int]:
    """Yields how many are done. May be stopped and begun again at any time."""
    done, last = 0, 0
    while ids := list(Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        index_some(ids)
        done, last = done + len(ids), ids[-1]
        yield done


@action
def index_some(ids: list[int]) -> None:
    """Inside one transaction, so that a case that changes meanwhile is not written over with what it said before."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("words").filter(pk__in=ids)
    answered: dict[int, list[str]] = {}
    for case_id, text in Answer.objects.filter(case__in=ids).order_by("round").values_list("case_id", "text"):
        answered.setdefault(case_id, []).append(text)
    heard = heard_in(ids)
    write(
        [
            (case, f"{case.words.text}\n{heard.get(case.pk, '')}", " ".join(answered.get(case.pk, ())))
            for case in cases
        ]
    )


def was_never_indexed() -> bool:
    return Case.objects.exists() and not Indexed.objects.exists()
