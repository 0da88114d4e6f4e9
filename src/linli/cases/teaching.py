"""Each night the cases that people have sorted teach the proposals of the next day. Nothing is fetched from anywhere."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from linli.cases.actions.learning import keep_learned
from linli.cases.models import Case
from linli.cases.sense import title_of
from linli.cases.sensing.apart import learn_apart
from linli.cases.sensing.lessons import Lesson
from linli.governance.model import RuleBook
from linli.governance.reads import localities, rulebook_for
from linli.kit.actor import SYSTEM
from linli.kit.rhythm import every

MOST_LESSONS = 20_000
FEWEST_LESSONS = 30
WORDS_COUNT = 0.5  # the rule book's own words, beside a sorted case
NIGHT_ENDS = 6
NOT_SORTED = ("raised", "registered")
TEACHES_NOTHING = ("withdrawn", "merged", "invalid")


@every(timedelta(hours=6), whole=False)
def learn_from_sorted_cases(at: str) -> int:
    """Once a night, one rule book after the other; learning again brings the same."""
    now = datetime.fromisoformat(at)
    if timezone.localtime(now).hour >= NIGHT_ENDS:
        return 0
    return sum(teach(place.area_path, now) for place in localities())


def teach(area_path: str, now: datetime) -> int:
    """So many cases taught something; none where there are too few to learn from."""
    book = rulebook_for(area_path)
    if book is None:
        return 0
    lessons = list(_lessons(area_path, book))
    if len(lessons) < FEWEST_LESSONS or len({lesson.category for lesson in lessons}) < 2:
        return 0
    numbers = learn_apart([*lessons, *_headings(book)])
    keep_learned(book.slug, numbers, lessons=len(lessons), by=SYSTEM, at=now)
    return len(lessons)


def _lessons(area_path: str, book: RuleBook) -> Iterator[Lesson]:
    """What was sorted by a person: it has left the stages before that, and was not taken back or merged unsorted."""
    rows = Case.objects.inside(area_path).exclude(stage__in=NOT_SORTED).exclude(category="")
    rows = rows.exclude(end_state__in=TEACHES_NOTHING).filter(parts=0, proactive=False)
    newest = rows.order_by("-raised_at", "-id").values_list("words__text", "category")[:MOST_LESSONS]
    for words, category in newest.iterator(chunk_size=1000):
        if book.category(category) is not None and not book.is_sealed(category):
            yield Lesson(title_of(words), words, category)


def _headings(book: RuleBook) -> Iterator[Lesson]:
    for one in book.all_categories:
        if not book.is_sealed(one.code):
            said = " ".join((one.name, *one.words))
            yield Lesson(said, said, one.code, WORDS_COUNT)
