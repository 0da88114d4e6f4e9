from linli.cases.models.bulk import BulkAct, BulkLine
from linli.cases.models.case import Case, Cases, Words
from linli.cases.models.checking import Check
from linli.cases.models.days import DayChange, DayCount
from linli.cases.models.detail import Detail
from linli.cases.models.ending import Call, Review
from linli.cases.models.holding import Clock, Holding, Pause
from linli.cases.models.hot import HotIssue, HotMember
from linli.cases.models.links import Link, Voice
from linli.cases.models.lists import ListLine, Need, Pledge
from linli.cases.models.objection import Objection
from linli.cases.models.pressing import Extension, Urge
from linli.cases.models.projects import (
    Achieved,
    Milestone,
    MoneyConfirmation,
    MoneyLine,
    Plan,
    ShownPicture,
    Target,
)
from linli.cases.models.searching import Indexed
from linli.cases.models.sheets import Export, SavedView
from linli.cases.models.shown import PublicPicture
from linli.cases.models.sorting import Learned, Sorting
from linli.cases.models.sound import Sound, Transcript
from linli.cases.models.speech import Message, Picture
from linli.cases.models.verdict import Answer, Publication, Rating
from linli.cases.models.whistle import Whistle, WhistlePart

__all__ = [
    "Achieved",
    "Answer",
    "BulkAct",
    "BulkLine",
    "Call",
    "Case",
    "Cases",
    "Check",
    "Clock",
    "DayChange",
    "DayCount",
    "Detail",
    "Export",
    "Extension",
    "Holding",
    "HotIssue",
    "HotMember",
    "Indexed",
    "Learned",
    "Link",
    "ListLine",
    "Message",
    "Milestone",
    "MoneyConfirmation",
    "MoneyLine",
    "Need",
    "Objection",
    "Pause",
    "Picture",
    "Plan",
    "Pledge",
    "PublicPicture",
    "Publication",
    "Rating",
    "Review",
    "SavedView",
    "ShownPicture",
    "Sorting",
    "Sound",
    "Target",
    "Transcript",
    "Urge",
    "Voice",
    "Whistle",
    "WhistlePart",
    "Words",
]
