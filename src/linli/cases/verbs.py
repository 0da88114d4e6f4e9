"""Each verb of the engine and the action that does it: the one list that doors and stories share."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from linli.cases.actions.calling import try_call
from linli.cases.actions.checking import ask_check, call_off_check, report_check
from linli.cases.actions.closing import close, rate, reopen, verify, withdraw
from linli.cases.actions.dispatch import accept, claim, dispatch, offer, release
from linli.cases.actions.handling import answer, extend, resume, start, suspend
from linli.cases.actions.intake import register, reply
from linli.cases.actions.joining import join
from linli.cases.actions.linking import merge, unmerge
from linli.cases.actions.listing import delist, enlist
from linli.cases.actions.objecting import contest, reject, uphold
from linli.cases.actions.pressing import (
    answer_urge,
    ask_extension,
    grant_extension,
    refuse_extension,
    urge,
)
from linli.cases.actions.publishing import publish, unpublish
from linli.cases.actions.reviewing import confirm_end, decline_end, propose_end
from linli.cases.actions.splitting import split
from linli.cases.actions.triage import climb, triage
from linli.cases.actions.whistling import (
    beg_off,
    blow,
    end_whistle,
    excuse_part,
    finish_part,
    rate_call,
    rate_response,
    report_in,
)

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
            contest,
            uphold,
            reject,
            climb,
            join,
            merge,
            unmerge,
            split,
            urge,
            answer,
            verify,
            close,
            rate,
            reopen,
            withdraw,
            publish,
            unpublish,
            enlist,
            delist,
            ask_check,
            report_check,
        )
    }
)
# Acts beside the steps of a flow: no rule book orders them.
ASIDES: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            reply,
            answer_urge,
            ask_extension,
            grant_extension,
            refuse_extension,
            try_call,
            propose_end,
            confirm_end,
            decline_end,
            call_off_check,
        )
    }
)
# Acts on a whistle: the first begins it on a case, the last ends it, the others are about the part of one unit.
WHISTLE_ACTS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            blow,
            report_in,
            beg_off,
            finish_part,
            excuse_part,
            end_whistle,
            rate_response,
            rate_call,
        )
    }
)
