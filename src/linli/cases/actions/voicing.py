"""Voice notes: kept as they were spoken, and later written down by whoever listens at the office."""

from datetime import datetime

from linli.cases.actions.intake import says_something
from linli.cases.actions.moving import note
from linli.cases.models import Case, Sound, Transcript
from linli.cases.rules import can_transcribe
from linli.cases.sense import title_of
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import traces_of


@action
def transcribe(case: Case, sound: Sound, text: str, *, by: Actor, at: datetime) -> Transcript:
    """Write down what is heard. The sound stays the original; a later transcript stands beside this one."""
    case = case.locked()
    permit(can_transcribe(by, case, sound))
    permit(says_something(text))

    acting = by.acting_post(case.area_path)
    heard = Transcript.objects.create(
        sound=sound, text=text.strip(), at=at, post_id=acting.id if acting else None
    )

    if (
        not case.words.text and not traces_of(case).filter(name="case.triaged").exists()
    ):  # no title by a person
        case.title = title_of(text)
        case.save_changes("title")

    note("transcribed", case, by=by, at=at, seconds=sound.seconds)
    return heard
