"""What a telephone does while something is said: questions swapped, drafts kept, voices recorded, lost lines."""

from pathlib import Path
from typing import Any

import pytest

from linli.cases.models import Case, Detail
from linli.cases.receipts import code_for
from tests.browser import OpenPage, barriers, spills_sideways
from tests.lane import Lane
from tests.portal.conftest import HOME

WORDS = "槎市村店下组村口的路灯坏了三盏，晚上看不清路。"


@pytest.fixture(autouse=True)
def evening() -> None:
    """The browser and the server share the clock on the wall here."""


@pytest.fixture
def street(transactional_db: None, lane: Lane) -> Lane:
    return lane


@pytest.mark.parametrize("javascript", [True, False])
def test_choosing_another_category_asks_its_questions(
    street: Lane, browser_page: OpenPage, javascript: bool
) -> None:
    page = browser_page(HOME, width=360, javascript=javascript)
    page.fill("textarea[name=words]", "村口的路灯不亮。")
    page.click("#ask button.main")
    page.wait_for_selector("#id_q-pole")
    page.fill("#id_q-pole", "A-017")
    page.click("details:has(select[name=other]) > summary")
    page.select_option("select[name=other]", "06.lift")
    if not javascript:
        page.click("#send button.main")
    page.wait_for_selector("#id_q-lift")
    if javascript:
        assert barriers(page) == [] and not spills_sideways(page)
    page.fill("#id_q-lift", "左边那部")
    page.click("#send button.main")
    page.wait_for_selector("#receipt")
    assert dict(Detail.objects.values_list("key", "answer")) == {"lift": "左边那部"}


def test_a_draft_survives_a_closed_tab_with_its_choices_and_is_removed_by_one_tap(
    street: Lane, browser_page: OpenPage, tmp_path: Path, photo: Any
) -> None:
    picture = tmp_path / "lamp.jpg"
    picture.write_bytes(photo().read())
    page = browser_page(HOME, width=360)
    page.wait_for_function("() => customElements.get('linli-draft')")
    page.fill("textarea[name=words]", WORDS)
    page.set_input_files("input[name=pictures]", str(picture))
    page.wait_for_selector("[data-kept]:visible")
    page.wait_for_timeout(900)  # a picture is kept once it was made small
    again = page.context.new_page()
    page.close()
    again.goto(HOME)
    again.wait_for_selector("[data-restored]:visible")
    assert again.input_value("textarea[name=words]") == WORDS
    again.wait_for_selector(".pictures img")
    assert again.evaluate("() => document.querySelector('input[name=pictures]').files.length") == 1
    again.fill("textarea[name=words]", WORDS + "快来。")
    again.click("[data-forget]")
    again.reload()
    again.wait_for_function("() => customElements.get('linli-draft')")
    assert again.input_value("textarea[name=words]") == ""
    assert again.evaluate("() => document.querySelector('input[name=pictures]').files.length") == 0


def test_a_name_and_a_telephone_are_kept_on_no_device(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(HOME, width=360)
    page.fill("textarea[name=words]", WORDS)
    page.click("#ask button.main")
    page.wait_for_function("() => customElements.get('linli-draft')")
    page.fill("#id_name", "柳二婶")
    page.fill("#id_phone", "13800000000")
    page.fill("#id_place_words", "村口第三盏")
    kept = page.evaluate("() => JSON.stringify(localStorage)")
    assert "村口第三盏" in kept and "柳二婶" not in kept and "13800000000" not in kept


def test_without_a_network_the_page_opens_and_the_message_goes_by_itself_later(
    street: Lane, browser_page: OpenPage, tmp_path: Path, photo: Any
) -> None:
    picture = tmp_path / "lamp.jpg"
    picture.write_bytes(photo().read())
    page = browser_page(HOME, width=360)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.reload()  # now through the worker, which keeps what it fetches
    page.wait_for_function(
        "() => customElements.get('linli-waiting') && customElements.get('linli-pictures')"
    )
    page.context.set_offline(True)
    page.reload()
    page.wait_for_function("() => customElements.get('linli-draft')")
    page.fill("textarea[name=words]", WORDS)
    page.set_input_files("input[name=pictures]", str(picture))
    page.click("#ask button.main")
    page.wait_for_selector("[data-when=waiting]:visible")
    assert page.input_value("textarea[name=words]") == ""
    assert barriers(page) == [] and not spills_sideways(page)
    assert Case.objects.count() == 0
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_selector("[data-when=done]:visible")
    case = Case.objects.get()
    assert (case.words.text, case.pictures.count()) == (WORDS, 1)
    assert page.inner_text("[data-number]") == case.number and page.inner_text("[data-code]") == code_for(
        case
    )
    page.click("[data-page]")
    assert WORDS in page.inner_text("#words")
    page.goto(HOME)
    page.wait_for_selector("button[data-when=done][data-remove]")
    page.click("button[data-when=done][data-remove]")
    page.wait_for_selector("linli-waiting", state="hidden")  # it is gone from the device
    page.reload()
    page.wait_for_function("() => customElements.get('linli-waiting')")
    assert not page.is_visible("linli-waiting")


def test_a_voice_is_recorded_and_sent(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(HOME, width=360)
    page.wait_for_function("() => customElements.get('linli-voice')")
    page.evaluate(SILENT_MICROPHONE)
    page.click("linli-voice button")
    page.wait_for_selector("linli-voice button[aria-pressed=true]")
    page.wait_for_timeout(1500)
    page.click("linli-voice button")
    page.wait_for_selector("linli-voice audio")
    assert barriers(page) == [] and not spills_sideways(page)
    page.click("#ask button.main")
    page.wait_for_selector("#send")
    page.click("#send button.main")
    page.wait_for_selector("#receipt")
    assert Case.objects.get().sounds.get().seconds in {1, 2, 3}


# A machine without a microphone: a tone instead of a voice.
SILENT_MICROPHONE = """() => {
  navigator.mediaDevices.getUserMedia = async () => {
    const sounds = new AudioContext();
    const tone = sounds.createOscillator();
    const out = sounds.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return out.stream;
  };
}"""
