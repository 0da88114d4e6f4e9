from linli.cases.models.case import Case, Cases, Words
from linli.cases.models.holding import Clock, Holding, Pause
from linli.cases.models.speech import Message, Picture
from linli.cases.models.verdict import Answer, Publication, Rating

__all__ = [
    "Answer",
    "Case",
    "Cases",
    "Clock",
    "Holding",
    "Message",
    "Pause",
    "Picture",
    "Publication",
    "Rating",
    "Words",
]
