"""One small form for each verb."""

from linli.console.case.asking import VerbForm
from linli.console.case.blowing import BlowForm
from linli.console.case.checking import AskCheckForm, CallOffCheckForm, ReportCheckForm
from linli.console.case.contesting import ContestForm, RejectForm, UpholdForm
from linli.console.case.ending import (
    CloseForm,
    ConfirmEndForm,
    DeclineEndForm,
    ProposeEndForm,
    PublishForm,
    ReopenForm,
    TryCallForm,
    UnpublishForm,
    VerifyForm,
    WithdrawForm,
)
from linli.console.case.linking import JoinForm, MergeForm, SplitForm, UnmergeForm
from linli.console.case.listing import DelistForm, EnlistForm
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
    AnswerUrgeForm,
    AskExtensionForm,
    ClaimForm,
    ExtendForm,
    GrantExtensionForm,
    RefuseExtensionForm,
    ReleaseForm,
    ReplyForm,
    ResumeForm,
    StartForm,
    SuspendForm,
    UrgeForm,
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
        ContestForm,
        UpholdForm,
        RejectForm,
        ClimbForm,
        JoinForm,
        MergeForm,
        UnmergeForm,
        SplitForm,
        UrgeForm,
        AnswerUrgeForm,
        AskExtensionForm,
        GrantExtensionForm,
        RefuseExtensionForm,
        BlowForm,
        ReplyForm,
        AnswerForm,
        VerifyForm,
        TryCallForm,
        ProposeEndForm,
        ConfirmEndForm,
        DeclineEndForm,
        CloseForm,
        ReopenForm,
        WithdrawForm,
        PublishForm,
        UnpublishForm,
        EnlistForm,
        DelistForm,
        AskCheckForm,
        ReportCheckForm,
        CallOffCheckForm,
    )
}
AT_ONCE = frozenset({"register", "accept", "claim", "start", "resume", "grant_extension"})
