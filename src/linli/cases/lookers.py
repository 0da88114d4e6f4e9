"""Who could be asked to go and look whether it is so: the nearest first."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.cases.models import Case, Check
from linli.cases.rules_of_checks import may_look
from linli.kit.paths import lineage, within
from linli.people.models import Post

MOST_LOOKERS = 60


def lookers(case: Case, on: date) -> tuple[Post, ...]:
    """Posts of this place, of the areas above it and of those in it, that may look at this case now. One query."""
    verb = case.flow.verb("report_check")
    if verb is None:
        return ()
    near = Q(area_path__in=lineage(case.area_path)) | within("area_path", case.area_path)
    rows = Post.objects.filter(near, role__in=verb.roles, account__is_active=True).on(on)
    rows = rows.select_related("account", "organisation", "area").order_by("-area_path", "role", "pk")
    return tuple(post for post in rows[:MOST_LOOKERS] if may_look(case, post))


def found_words() -> dict[str, str]:
    """What was found, in the words of every page."""
    return {
        Check.Outcome.AS_SAID: _("It is as was said"),
        Check.Outcome.PARTLY: _("It is partly as was said"),
        Check.Outcome.NOT_FOUND: _("It was not found so"),
        Check.Outcome.CALLED_OFF: _("Nobody need go any more"),
        Check.Outcome.LAPSED: _("The case ended before"),
    }


def looker_name(case: Case, post: Post) -> str:
    """For a list of choices: where, as what, who."""
    role = case.rulebook.roles.get(post.role)
    where = post.organisation.name if post.organisation else post.area.name
    return " ".join(filter(None, [where, role.name if role else post.role, post.account.name]))
