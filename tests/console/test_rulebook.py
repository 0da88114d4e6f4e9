"""The rule book: read in plain words, checked with line numbers, put in force by whoever answers for it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.governance.models import Edition
from linli.governance.reads import forget
from tests.console.conftest import Enter
from tests.lane import RULES, Lane

BOOK = "/console/rulebook/"


@pytest.fixture
def text() -> str:
    return RULES.read_text("utf-8")


@pytest.fixture
def keeper(lane: Lane, enter: Enter) -> Client:
    """Whoever of the cast answers for the rule book."""
    for name in lane.accounts:
        if getattr(lane, name).has_right("rulebook"):
            return enter(name)
    pytest.skip("nobody of the cast answers for the rule book")


@pytest.fixture(autouse=True)
def afresh():
    yield
    forget()


def test_it_is_told_in_plain_words_and_drawn(enter: Enter) -> None:
    page = enter("secretary").get(BOOK).content.decode()
    assert "问需" in page and "<svg" in page and "flow-drawing" in page
    assert "职责清单与时限" in page and "升级阶梯" in page


def test_posts_that_the_duty_list_names_and_nobody_holds_are_named(enter: Enter) -> None:
    page = enter("secretary").get(BOOK)
    assert page.context["page"].unfilled
    assert all(name in page.content.decode() for name in page.context["page"].unfilled)


def test_a_sound_file_is_called_sound_and_changes_nothing(enter: Enter, text: str) -> None:
    page = enter("secretary").post(f"{BOOK}check/", {"words": text}).content.decode()
    assert "没有问题" in page
    assert Edition.objects.count() == 1


def test_each_fault_is_named_with_its_line_and_the_text_is_kept(enter: Enter, text: str) -> None:
    broken = text.replace('slug = "zhangjiashan"', 'slug = "zhangjiashan"\nnonsense = 5', 1)
    line = broken.splitlines().index("nonsense = 5") + 1
    page = enter("secretary").post(f"{BOOK}check/", {"words": broken}).content.decode()
    assert f"第 {line} 行" in page and f'id="line-{line}"' in page
    assert "nonsense = 5" in page


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00broken", b"= = =", "全角＝号".encode(), b"[[[[", b"a" * 1_100_000]
)
def test_a_file_of_any_kind_is_answered_with_sentences(enter: Enter, content: bytes) -> None:
    file = SimpleUploadedFile("governance.toml", content)
    answer = enter("secretary").post(f"{BOOK}check/", {"file": file})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()


def test_the_uploaded_text_stands_on_the_page_to_be_mended(enter: Enter) -> None:
    file = SimpleUploadedFile("governance.toml", "slug = 邻里".encode())
    page = enter("secretary").post(f"{BOOK}check/", {"file": file}).content.decode()
    assert "slug = 邻里" in page


def test_only_who_answers_for_it_puts_an_edition_in_force(lane: Lane, enter: Enter, text: str) -> None:
    if lane.secretary.has_right("rulebook"):
        pytest.skip("the secretary answers for the rule book here")
    answer = enter("secretary").post(f"{BOOK}publish/", {"words": text})
    assert answer.status_code == 403
    assert Edition.objects.count() == 1


def test_the_next_edition_takes_force_and_shows_what_it_changed(keeper: Client, text: str) -> None:
    changed = text.replace('name = "樟树市张家山街道"', 'name = "张家山街道"', 1)
    assert changed != text
    answer = keeper.post(f"{BOOK}publish/", {"words": changed, "key": "k1"}, follow=True)
    assert "第 2 版" in answer.content.decode()
    assert "zhangjiashan/editions/2" in keeper.get(f"{BOOK}zhangjiashan/editions/").content.decode()
    page = keeper.get(f"{BOOK}zhangjiashan/editions/2/").content.decode()
    assert 'class="minus"' in page and 'class="plus"' in page


def test_an_unsound_text_is_never_put_in_force(keeper: Client, text: str) -> None:
    answer = keeper.post(f"{BOOK}publish/", {"words": text + "\nnonsense = ["})
    assert answer.status_code == 422
    assert Edition.objects.count() == 1


def test_an_unknown_edition_or_place_is_not_there(enter: Enter) -> None:
    client = enter("secretary")
    for path in (f"{BOOK}nowhere/editions/", f"{BOOK}zhangjiashan/editions/99/", f"{BOOK}?place=nowhere"):
        assert client.get(path).status_code == 404
