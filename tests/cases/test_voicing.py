"""Voice notes: written anew without a word about them, kept as the original, later written down by the office."""

import io
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.html import escape

from linli.cases import sounds
from linli.cases.actions.intake import Intake, raise_case, reply
from linli.cases.actions.triage import triage
from linli.cases.actions.voicing import transcribe
from linli.cases.lists import Filters, cases_for
from linli.cases.models import Case, Sound, Transcript
from linli.cases.reads import case_page, needed_to_help
from linli.cases.search import found_cases
from linli.console.case.building import first_text, pane_of
from linli.kit.actor import ANONYMOUS
from linli.kit.answer import Refused
from tests.lane import MONDAY, Lane, hours
from tests.world import spoken

LEAKS = ("TITLE-LEAK", "COMMENT-LEAK", "+28.0512", "ARTIST-LEAK")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path
    yield tmp_path


def recorded(kind: str, codec: str, seconds: float = 1, rate: int = 48_000) -> bytes:
    """With everything that telephones and studios write about a recording."""
    import av
    import numpy as np

    made = io.BytesIO()
    with av.open(made, "w", format=kind) as file:
        file.metadata.update(
            title=LEAKS[0], comment=LEAKS[1], location=f"{LEAKS[2]}+115.5212/", artist=LEAKS[3]
        )
        stream = file.add_stream(codec, rate=rate, layout="mono", bit_rate=8_000 if seconds > 60 else 64_000)
        size = stream.codec_context.frame_size or 960
        wave = (np.sin(np.arange(int(seconds * rate)) / 17) * 9000).astype(np.int16).reshape(1, -1)
        for start in range(0, wave.shape[1], size):
            part = av.AudioFrame.from_ndarray(wave[:, start : start + size], format="s16", layout="mono")
            part.rate = rate
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "codec"),
    [("webm", "libopus"), ("ogg", "libopus"), ("ipod", "aac"), ("mp3", "libmp3lame"), ("wav", "pcm_s16le")],
)
def test_what_was_written_about_a_recording_is_gone(kind: str, codec: str) -> None:
    given = recorded(kind, codec)
    kept = sounds.clean(given)
    made = sounds.path_of(kept.digest).read_bytes()
    assert any(leak.encode() in given for leak in LEAKS)
    assert not any(leak.encode() in made for leak in (*LEAKS, "Lavf", "Lavc"))
    assert made[4:11] == b"ftypM4A"
    assert made.count(b"ilst") == made.count(b"\x00\x00\x00\x08ilst"), (
        "a list of remarks that is empty, if any"
    )
    assert kept.seconds in {1, 2}


def test_what_is_kept_is_mono_and_plays_as_long_as_it_was_said() -> None:
    import av

    with av.open(str(sounds.path_of(sounds.clean(spoken(3)).digest))) as file:
        (stream,) = file.streams
        assert (stream.codec.name, stream.codec_context.channels) == ("aac", 1)
        assert file.duration is not None and 2.9 < file.duration / 1e6 < 3.2


def test_the_same_recording_is_kept_once(files: Path) -> None:
    assert sounds.clean(spoken(1)) == sounds.clean(spoken(1))
    assert len(list(files.rglob("*.m4a"))) == 1


RUBBISH = {
    "nothing": b"",
    "words": b"not a recording",
    "html": b"<html><script>alert(1)</script>",
    "picture": b"\xff\xd8\xff\xe0" + b"\0" * 200,
    "playlist that points elsewhere": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret\n",
    "list of other files": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    "a beginning and no more": b"OggS" + b"\0" * 60,
    "mp4 that is torn": b"\0\0\0\x20ftypM4A " + b"\xff" * 500,
    "webm that is torn": b"\x1aE\xdf\xa3" + b"\xff" * 500,
    "wave of no samples": spoken(0),
    "name of another kind": b"ID3" + b"\0" * 400,
}


@pytest.mark.parametrize("content", RUBBISH.values(), ids=RUBBISH.keys())
def test_what_is_no_recording_is_refused_with_a_sentence(content: bytes, files: Path) -> None:
    with pytest.raises(Refused, match="录音"):
        sounds.clean(content)
    assert not list(files.rglob("*.m4a"))


def header_of_hours(samples: int) -> bytes:
    """A wave file that says it lasts for hours, and holds nearly nothing."""
    size = samples * 2
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    return (
        struct.pack("<4sI4s", b"RIFF", size + 36, b"WAVE")
        + form
        + struct.pack("<4sI", b"data", size)
        + bytes(4000)
    )


def test_more_than_a_minute_is_refused_without_decoding_it_all() -> None:
    minutes_long = recorded("ogg", "libopus", 600, rate=8000)
    assert len(minutes_long) < sounds.MOST_BYTES
    began = time.process_time()
    for content in (spoken(70), minutes_long):
        with pytest.raises(Refused, match="60 秒"):
            sounds.clean(content)
    assert time.process_time() - began < 0.3  # decoding ten minutes takes longer


def test_a_file_that_says_more_than_it_holds_is_kept_as_what_it_holds_or_refused() -> None:
    try:
        kept = sounds.clean(header_of_hours(8000 * 7200))
    except Refused:
        return
    assert kept.seconds <= 1


def test_too_many_bytes_are_refused_before_anything_reads_them() -> None:
    with pytest.raises(Refused, match="15 MB"):
        sounds.clean(b"OggS" + bytes(sounds.MOST_BYTES))


@pytest.fixture
def voice() -> sounds.CleanSound:
    return sounds.clean(spoken(2))


@pytest.fixture
def case(lane: Lane, voice: sounds.CleanSound) -> Case:
    return raise_case(
        Intake(words="", area=lane.grid, channel="portal", sounds=(voice,)), by=ANONYMOUS, at=MONDAY
    )


def test_a_voice_alone_is_enough(lane: Lane, case: Case) -> None:
    page = case_page(case, lane.secretary)
    assert (case.stage, case.title, page.words) == ("registered", "语音反映", "")
    assert page.unwritten and [sound.seconds for sound in page.spoken] == [2]
    with pytest.raises(Refused):
        raise_case(Intake(words="", area=lane.grid, channel="portal"), by=ANONYMOUS, at=MONDAY)


def test_what_the_office_hears_stands_beside_the_recording(lane: Lane, case: Case) -> None:
    sound = Sound.objects.get()
    with pytest.raises(Refused):
        transcribe(case, sound, "路灯坏了。", by=lane.volunteer, at=hours(1))
    with pytest.raises(Refused):
        transcribe(case, sound, " …", by=lane.secretary, at=hours(1))
    transcribe(case, sound, "村口的路灯坏了。晚上看不清。", by=lane.secretary, at=hours(1))
    case.refresh_from_db()
    page = case_page(case, lane.secretary)
    assert not page.unwritten and case.title == "村口的路灯坏了" and page.words == ""
    transcribe(case, sound, "村口的两盏路灯坏了。", by=lane.secretary, at=hours(2))
    assert Transcript.objects.count() == 2
    assert (
        case_page(case, lane.secretary).spoken[0].transcript.text == "村口的两盏路灯坏了。"  # type: ignore[union-attr]
    )


def test_recording_and_transcript_are_never_changed(lane: Lane, case: Case) -> None:
    transcribe(case, Sound.objects.get(), "路灯坏了。", by=lane.secretary, at=hours(1))
    for change in (
        lambda: Sound.objects.update(digest="0" * 64),
        lambda: Transcript.objects.update(text="没事了"),
    ):
        with pytest.raises(Exception, match="append-only"):
            from django.db import transaction

            with transaction.atomic():
                change()


def test_a_recording_of_another_case_is_not_written_down_here(lane: Lane, case: Case) -> None:
    other = lane.case()
    with pytest.raises(Refused, match="另一件事"):
        transcribe(other, Sound.objects.get(), "路灯坏了。", by=lane.secretary, at=hours(1))


def test_a_reply_may_be_spoken(lane: Lane, voice: sounds.CleanSound) -> None:
    case = lane.case()
    message = reply(case, "", by=lane.resident(case), at=hours(1), sounds=(voice,))
    (sound,) = case_page(case, lane.secretary).sounds
    assert sound.message_id == message.pk and sound.by_resident


class TestWhatIsDoneWithWhatWasHeard:
    HEARD = "我家楼下的窨井盖松了，孩子差点掉下去。我的电话13800001234。"

    @pytest.fixture
    def written(self, lane: Lane, case: Case) -> Case:
        transcribe(case, Sound.objects.get(), self.HEARD, by=lane.secretary, at=hours(1))
        case.refresh_from_db()
        return case

    def numbers(self, actor: Any, words: str) -> list[str]:
        return [found.number for found in found_cases(actor, words).cases]

    def test_it_is_found_by_what_was_typed_and_by_nothing_before(self, lane: Lane, case: Case) -> None:
        assert self.numbers(lane.secretary, "窨井盖") == []
        transcribe(case, Sound.objects.get(), self.HEARD, by=lane.secretary, at=hours(1))
        assert self.numbers(lane.secretary, "窨井盖") == [case.number]
        assert list(cases_for(lane.secretary, Filters(words="差点掉下去"), hours(2))) == [case]
        assert self.numbers(lane.secretary, "窨井盖没人来修") == [case.number]
        assert self.numbers(lane.neighbour, "窨井盖") == []
        assert self.numbers(lane.secretary, "13800001234") == []

    def test_the_last_hearing_counts_and_it_is_found_after_sorting_and_reading_anew(
        self, lane: Lane, written: Case
    ) -> None:
        transcribe(written, Sound.objects.get(), "楼下的水表箱松了。", by=lane.secretary, at=hours(2))
        assert self.numbers(lane.secretary, "窨井盖") == []
        triage(written, category="04.lamp", title="别的名字", by=lane.secretary, at=hours(3))
        assert self.numbers(lane.secretary, "水表箱") == [written.number]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_search")
        call_command("index", verbosity=0)
        assert self.numbers(lane.secretary, "水表箱") == [written.number]

    def test_a_title_that_a_person_gave_stays(self, lane: Lane, written: Case) -> None:
        assert written.title == "我家楼下的窨井盖松了，孩子差点掉下去"
        triage(written, category="04.lamp", title="井盖", by=lane.secretary, at=hours(2))
        transcribe(written, Sound.objects.get(), "井盖松了两个。", by=lane.secretary, at=hours(3))
        written.refresh_from_db()
        assert written.title == "井盖"

    def test_a_category_that_she_chose_herself_is_no_title(
        self, lane: Lane, voice: sounds.CleanSound
    ) -> None:
        said = Intake(words="", area=lane.grid, channel="portal", category="04.lamp", sounds=(voice,))
        case = raise_case(said, by=ANONYMOUS, at=MONDAY)
        transcribe(case, Sound.objects.get(case=case), "路灯不亮了。", by=lane.secretary, at=hours(1))
        case.refresh_from_db()
        assert case.title == "路灯不亮了"

    def test_words_that_stand_written_keep_their_title_and_both_are_found(
        self, lane: Lane, voice: sounds.CleanSound
    ) -> None:
        said = Intake(words="楼道灯不亮", area=lane.grid, channel="portal", sounds=(voice,))
        case = raise_case(said, by=ANONYMOUS, at=MONDAY)
        transcribe(case, Sound.objects.get(case=case), "是三楼的那一盏。", by=lane.secretary, at=hours(1))
        case.refresh_from_db()
        assert case.title == "楼道灯不亮"
        assert self.numbers(lane.secretary, "楼道灯") == self.numbers(lane.secretary, "三楼") == [case.number]

    def test_whoever_sorts_it_is_offered_category_urgency_likes_and_title_from_what_was_heard(
        self, lane: Lane, case: Case
    ) -> None:
        other = lane.case("村口的路灯坏了三盏，晚上看不清。")
        before = pane_of(case, lane.secretary, hours(1), verb="triage")
        assert before.choices == () and before.alike == () and not before.urgency
        heard = "村口的路灯坏了三盏，电线着火了。"
        transcribe(case, Sound.objects.get(), heard, by=lane.secretary, at=hours(1))
        case.refresh_from_db()
        pane = pane_of(case, lane.secretary, hours(1), verb="triage")
        assert {"01.fire", "04.lamp"} <= {one.code for one in pane.choices} and "着火" in pane.urgency
        assert [one.case for one in pane.alike] == [other]
        assert pane.form is not None and pane.form["title"].value() == "村口的路灯坏了三盏，电线着火了"
        back = pane_of(other, lane.secretary, hours(1), verb="triage")
        assert [one.case for one in back.alike] == [case]

    def test_what_is_published_begins_with_what_was_heard(self, lane: Lane, written: Case) -> None:
        page = case_page(written, lane.secretary)
        assert first_text(page)["problem"] == page.said == self.HEARD and page.words == ""

    def test_a_unit_that_is_only_called_reads_neither(self, lane: Lane, written: Case) -> None:
        assert needed_to_help(case_page(written, lane.secretary)).said == ""


def test_what_was_heard_and_typed_comes_back_when_it_is_refused(lane: Lane, case: Case) -> None:
    office = Client()
    office.force_login(lane.accounts["dispatcher"])
    address = f"/console/cases/{case.number}/sound/{Sound.objects.get().digest}/written/"
    for typed, why in (("\n<…>", "请用几句话"), ("灯" * 7001, "请缩短")):
        answer = office.post(address, {"text": typed})
        page = answer.content.decode()
        assert answer.status_code == 422 and why in page and f"\n{escape(typed)}</textarea>" in page
    assert not Transcript.objects.exists()
    assert office.post(address, {"text": "路灯坏了。"}).status_code == 302
    assert Transcript.objects.get().text == "路灯坏了。"
