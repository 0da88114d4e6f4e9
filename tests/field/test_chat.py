from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case
from tests.lane import Lane

Enter = Callable[[str], Client]
PASTE = "柳絮 2026/2/27 10:23\n三号楼后面的排水沟堵了\n云朵 2026/2/27 10:25\n收到"


def test_a_worker_pastes_a_chat_and_raises_what_she_ticked_in_her_grid(lane: Lane, enter: Enter) -> None:
    client, grid = enter("worker"), lane.areas["grid"]
    page = client.post("/field/chat/", {"text": PASTE, "area": grid.pk, "look": "1"})
    assert page.status_code == 200 and "三号楼后面的排水沟堵了" in page.content.decode()
    ticked = {"c0-seen": "1", "c0-take": "on", "c0-area": grid.pk, "c0-consent": "not_asked"}
    for _again in range(2):
        page = client.post("/field/chat/", {"text": PASTE, "area": grid.pk, "raise": "1", **ticked})
    case = Case.objects.get()
    assert (case.words.text, case.area, case.channel) == ("三号楼后面的排水沟堵了", grid, "chat")
    assert f'href="/field/cases/{case.number}/"' in page.content.decode()


def test_the_chat_is_one_tap_from_the_note(lane: Lane, enter: Enter) -> None:
    assert 'href="/field/chat/"' in enter("worker").get("/field/note/").content.decode()
