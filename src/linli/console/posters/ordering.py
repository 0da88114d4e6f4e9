"""A large paper is asked for, and the worker told, in one transaction."""

from datetime import datetime
from typing import Any

from linli.console.posters.work import make_posters
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.paper_order import PaperOrder
from linli.kit.papers.orders import ask_for_paper


@action
def order_posters(path: str, title: str, asked: dict[str, Any], *, by: Actor, at: datetime) -> PaperOrder:
    order: PaperOrder = ask_for_paper(
        "posters", path, title=title, asked=asked, right="console", by=by, at=at
    )
    make_posters.enqueue(order.pk)
    return order
