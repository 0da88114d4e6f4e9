"""A dated piece of what was achieved: written down by itself, or together with the answer of a case."""

from datetime import date, datetime
from decimal import Decimal

from linli.cases.actions.listing import is_counted
from linli.cases.actions.moving import note
from linli.cases.models import Achieved, Case
from linli.cases.rules_of_projects import can_count
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.text import local_day

Piece = tuple[str, Decimal]  # a quantity of the rule book, and how much


def write_piece(case: Case, piece: Piece, *, on: date, words: str, by: Actor, at: datetime) -> Achieved:
    """Within an action that holds the case's lock and has asked whether it may be counted."""
    quantity, amount = piece
    post = by.acting_post(case.area_path)
    row = Achieved.objects.create(
        case=case,
        quantity=quantity,
        amount=amount,
        on=on,
        at=at,
        post_id=post.id if post else None,
        words=words.strip()[:120],
    )
    note("counted", case, by=by, at=at, achieved=row.pk, quantity=quantity, amount=str(amount))
    return row


def write_pieces(case: Case, pieces: tuple[Piece, ...], *, by: Actor, at: datetime) -> None:
    """What came of the work, on the day of the answer."""
    for piece in pieces:
        permit(can_count(by, case))
        permit(is_counted(case, *piece))
        write_piece(case, piece, on=local_day(at), words="", by=by, at=at)
