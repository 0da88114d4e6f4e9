"""What followers are told: of a case only what stands on the board or on a public list, in the words that stand there."""

from collections.abc import Iterable

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.cases.models import ListLine, Publication
from linli.governance.models import Binding
from linli.kit.actor import ANONYMOUS
from linli.kit.models import Trace
from linli.kit.paths import lineage
from linli.notices.models import Following, Notice
from linli.notices.recipients import GIVEN

MILESTONES = ("case.published", "case.enlisted", "case.milestone_ticked")
SALT = "linli.following"


def is_news(told: Trace) -> bool:
    """A corrected text is not told a second time, nor what happened in another system."""
    return told.facts.get("version", 1) == 1 and not told.facts.get("elsewhere")


def result_of(notice: Notice) -> Publication | None:
    rows = Publication.objects.visible_to(ANONYMOUS).filter(case=notice.case_id)
    found: Publication | None = rows.first()
    return found


def line_of(notice: Notice) -> ListLine | None:
    rows = ListLine.objects.visible_to(ANONYMOUS).filter(case=notice.case_id, public=True)
    found: ListLine | None = rows.order_by("-pk").first()
    return found


def words_of(rows: Iterable[Notice]) -> dict[int, str]:
    """What a list shows of notices about public things. Two queries for all of them, and none where there are none."""
    public = [row for row in rows if row.case_id and (row.following is not None or row.name in GIVEN)]
    if not public:
        return {}
    cases = {row.case_id for row in public}
    lines = ListLine.objects.visible_to(ANONYMOUS).filter(case__in=cases, public=True).order_by("pk")
    shown = Publication.objects.visible_to(ANONYMOUS).filter(case__in=cases)
    by_name = {"public.published": {one.case_id: one for one in shown}}
    listed = {one.case_id: one for one in lines}
    found = [(row, by_name.get(row.name, listed).get(row.case_id or 0)) for row in public]
    words = {row.pk: short(one) for row, one in found if one is not None}
    gone = {row.pk: _("It was taken off meanwhile.") for row, one in found if one is None and row.following}
    return words | gone


def page_behind(notice: Notice) -> str:
    """Where everybody reads what she gave to; nothing where it stands on no public list."""
    line = line_of(notice) if notice.name in GIVEN else None
    bound = (
        Binding.objects.visible_to(ANONYMOUS).filter(area_path__in=lineage(line.area_path)) if line else None
    )
    slug = bound.order_by("-area_path").values_list("slug", flat=True).first() if bound is not None else None
    return reverse("portal:lists-line", args=[slug, line.list_key, line.pk]) if slug and line else ""


def short(found: Publication | ListLine) -> str:
    return f"{found.title} · {found.area_name}"


def is_public_still(notice: Notice) -> bool:
    return (result_of(notice) if notice.name == "public.published" else line_of(notice)) is not None


def public_text(notice: Notice) -> str:
    """For the list of an account a line; for a letter the addresses besides."""
    following = notice.following
    assert following is not None
    if notice.name == "public.confirm":
        said = _("Somebody, we hope you, wants to be told of “%(about)s” at this address. Say yes here:")
        return _in_lines(said % {"about": following.about}, link(following, "follow-confirm"), _never_mind())
    result = result_of(notice) if notice.name == "public.published" else None
    line = None if result else line_of(notice)
    found = result or line
    if found is None:
        return _("It was taken off meanwhile.")
    words = short(found)
    if notice.channel == "inapp":
        return words
    parts = [following.slug, result.pk] if result else [following.slug, line.list_key, line.pk]  # type: ignore[union-attr]
    address = reverse("portal:board-result" if result else "portal:lists-line", args=parts)
    end = _("To hear no more of “%(about)s”: %(link)s")
    return _in_lines(
        words,
        following.origin + address,
        end % {"about": following.about, "link": link(following, "follow-end")},
    )


def _in_lines(*parts: str) -> str:
    return "\n\n".join(parts)


def _never_mind() -> str:
    return _("If it was not you, do nothing: after two days the address is forgotten.")


def link(following: Following, route: str) -> str:
    return following.origin + reverse(f"portal:{route}", args=[token_of(following)])


def way_out(following: Following) -> str:
    """Where one POST without any form ends it."""
    return link(following, "follow-end")


def token_of(following: Following) -> str:
    return signing.dumps(following.uid.hex, salt=SALT)
