"""Who has a case, as a resident reads it: the unit, or the area and the kind of post; never the person."""

from datetime import date

from django.utils.translation import gettext as _

from linli.cases.holders import keeper
from linli.cases.models import Case
from linli.people.models import Post


def office_of(case: Case, post: Post | None) -> str:
    """The unit, or the area and the kind of post; never the person."""
    if post is None:
        return _("The office")
    role = case.rulebook.roles.get(post.role)
    place = post.organisation.name if post.organisation else post.area.name
    return f"{place} {role.name}" if role else place


def holder_of(case: Case, on: date) -> str:
    """Who has it now; when nobody took it yet, the office that answers for it in the meantime."""
    if case.holder_organisation:
        return str(case.holder_organisation.name)
    post = case.holder_post or (keeper(case, on) if case.is_open else None)
    return office_of(case, post) if post else ""
