"""The log of looks. A look is on disk before anything is shown."""

from datetime import datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.people import rules
from linli.people.models import Contact, Household, Look

LOOKS_PER_HOUR = 30  # beyond, somebody is told


@action
def note_look(
    subject: Contact | Household, *, by: Actor, at: datetime, purpose: str, words: str = ""
) -> Look:
    """Write down who looks, when and for what. Shows nothing: callers commit this first, then open the data."""
    permit(rules.can_look(by, subject, purpose, words))

    post = by.acting_post(subject.area_path)
    look = Look(account_id=by.account_id, post_id=post.id if post else None, at=at, purpose=purpose)
    look.words, look.area_path = words.strip()[:300], subject.area_path
    setattr(look, "contact" if isinstance(subject, Contact) else "household", subject)
    look.save(force_insert=True)

    trace(
        f"{subject._meta.model_name}.looked_at",
        subject,
        by=by,
        at=at,
        facts={"look": look.pk, "purpose": purpose},
    )
    watch_volume(look, by=by, at=at)
    return look


def watch_volume(look: Look, *, by: Actor, at: datetime) -> None:
    """Browsing shows in numbers: one trace for every further thirty looks within an hour."""
    if look.account is None:
        return
    count = Look.objects.filter(account=look.account).in_the_hour_before(at).count()
    if count > LOOKS_PER_HOUR and count % LOOKS_PER_HOUR == 1:
        trace("account.looked_often", look.account, by=by, at=at, facts={"looks": count})
