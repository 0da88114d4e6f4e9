"""The worker's part: draw the codes, set the pages, leave the file for whoever asked."""

from django.utils import timezone, translation

from linli.console.posters.paper import posters_paper
from linli.console.posters.places import places_for
from linli.kit.actor import SYSTEM
from linli.kit.jobs import task
from linli.kit.paper_order import PaperOrder
from linli.kit.papers.orders import Signs, State, finish_paper, keep
from linli.places.models import Area


@task(whole=False)  # type: ignore[untyped-decorator]
def make_posters(order_id: int) -> None:
    """May run again after a worker was killed: the file is written whole, and an order ends once."""
    order = PaperOrder.objects.visible_to(SYSTEM).get(pk=order_id)
    if order.is_over:
        return
    area = Area.objects.visible_to(SYSTEM).get(pk=order.asked["area"])
    with translation.override(order.language):
        places = places_for(area, order.asked["what"], order.asked.get("estate", ""))
        pdf = posters_paper(
            places,
            area_name=area.name,
            origin=order.asked["origin"],
            telephone=order.asked["telephone"],
            at=order.begun_at,
            progress=Signs(order),
        )
    keep(order, pdf)
    finish_paper(order, state=State.DONE, pages=len(places), by=SYSTEM, at=timezone.now())
