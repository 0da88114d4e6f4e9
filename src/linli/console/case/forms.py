"""One small form for each verb."""

from linli.console.case.asking import VerbForm
from linli.console.case.ending import (
    CloseForm,
    PublishForm,
    ReopenForm,
    UnpublishForm,
    VerifyForm,
    WithdrawForm,
)
from linli.console.case.sorting import (
    ClimbForm,
    DispatchForm,
    OfferForm,
    RegisterForm,
    TriageForm,
)
from linli.console.case.working import (
    AcceptForm,
    AnswerForm,
    ClaimForm,
    ExtendForm,
    ReleaseForm,
    ReplyForm,
    ResumeForm,
    StartForm,
    SuspendForm,
)

FORMS: dict[str, type[VerbForm]] = {
    form.verb: form
    for form in (
        RegisterForm,
        TriageForm,
        DispatchForm,
        OfferForm,
        AcceptForm,
        ClaimForm,
        ReleaseForm,
        StartForm,
        SuspendForm,
        ResumeForm,
        ExtendForm,
        ClimbForm,
        ReplyForm,
        AnswerForm,
        VerifyForm,
        CloseForm,
        ReopenForm,
        WithdrawForm,
        PublishForm,
        UnpublishForm,
    )
}
AT_ONCE = frozenset({"register", "accept", "claim", "start", "resume"})
