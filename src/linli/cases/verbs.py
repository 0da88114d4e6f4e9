"""Each verb of the engine and the action that does it: the one list that doors and stories share."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from linli.cases.actions.closing import close, rate, reopen, verify, withdraw
from linli.cases.actions.dispatch import accept, claim, dispatch, offer, release
from linli.cases.actions.handling import answer, extend, resume, start, suspend
from linli.cases.actions.intake import register
from linli.cases.actions.publishing import publish, unpublish
from linli.cases.actions.triage import climb, triage

ACTIONS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            register,
            triage,
            dispatch,
            offer,
            accept,
            claim,
            release,
            start,
            suspend,
            resume,
            extend,
            climb,
            answer,
            verify,
            close,
            rate,
            reopen,
            withdraw,
            publish,
            unpublish,
        )
    }
)
