"""Joining another system or a chat group to an area."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.console.case.asking import new_key
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.notices.hooked import HOOKED
from linli.notices.models import Robot
from linli.notices.models.robots import KEEPING
from linli.places.models import Area, Organisation

EVENTS = {
    "case.registered": _("a case was registered"),
    "case.dispatched": _("a case was sent to somebody"),
    "case.offered": _("a case was offered"),
    "case.claimed": _("a case was taken"),
    "case.climbed": _("a case climbed a rung"),
    "case.urged": _("a case was urged"),
    "case.urge_answered": _("an urging was answered"),
    "case.extension_asked": _("more time was asked for"),
    "case.extended": _("a limit was extended"),
    "case.extension_refused": _("more time was refused"),
    "case.blown": _("units were called together"),
    "case.reported_in": _("a unit that was called is there"),
    "case.begged_off": _("a unit that was called cannot"),
    "case.part_finished": _("a unit that was called has done its part"),
    "case.part_excused": _("a call went on without a unit"),
    "case.whistle_unheeded": _("a unit that was called stayed silent past the time"),
    "case.whistle_lifted": _("the silence of a unit went one rung up"),
    "case.whistle_ended": _("a call was ended together"),
    "case.whistle_lapsed": _("a call ended with its case"),
    "case.answered": _("a case was answered"),
    "case.replied": _("a message was written"),
    "case.rated": _("the resident judged"),
    "case.released": _("a case was given back"),
    "case.contested": _("a unit says that a case is not theirs"),
    "case.upheld": _("an objection was upheld"),
    "case.rejected": _("an objection was rejected"),
    "case.check_asked": _("somebody was asked to go and look"),
    "case.check_reported": _("somebody went to look"),
    "case.check_called_off": _("nobody need go and look any more"),
    "case.closed": _("a case was closed"),
    "case.merged": _("a case was merged into another one"),
    "case.unmerged": _("a merged case stands by itself again"),
    "case.split": _("a case was split"),
    "case.reopened": _("a case was opened again"),
    "case.withdrawn": _("a case was taken back"),
    "case.published": _("a case was published"),
    "case.pledged": _("things or hands were promised"),
    "case.pledge_kept": _("what was promised has come"),
    "case.pledge_taken_back": _("a promise was taken back"),
    "money.pledged": _("money was promised"),
    "money.received": _("promised money has come"),
    "money.spent": _("a spending was written down"),
    "case.spending_confirmed": _("a second person confirmed a spending"),
    "money.returned": _("money went back to its giver"),
    "money.reversed": _("a line of the ledger was taken back"),
    "case.enlisted": _("a case was put on a list, or its text there changed"),
    "case.delisted": _("a case was taken off its list"),
    "case.planned": _("a project was planned, or planned anew"),
    "case.milestone_set": _("a milestone was set"),
    "case.milestone_ticked": _("a milestone was reached"),
    "case.milestone_put_off": _("a milestone was put off"),
    "case.milestone_dropped": _("a milestone was dropped"),
}


class JoiningForm(forms.Form):
    """Areas to choose from are those whose rule book she keeps, and the next ones below."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)
    name = forms.CharField(label=_("What it is for"), max_length=60)
    area: Any = forms.ModelChoiceField(label=_("Area"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        own = [post.area_path for post in actor.posts if KEEPING in post.rights]
        inside = Q(pk__in=[])
        for path in own:
            inside |= Q(path=path) | Q(parent__path=path)
        areas = Area.objects.visible_to(actor).filter(inside, valid_to=None).order_by("path")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.own = own


class WebhookForm(JoiningForm):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "class": "text"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(name, EVENTS[name]) for name in HOOKED],
        widget=forms.CheckboxSelectMultiple,
    )


class RobotForm(JoiningForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Robot.Kind.choices)
    organisation: Any = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        required=False,
        empty_label=_("the office of the area"),
        help_text=_("The group hears what this unit is told."),
    )
    token = forms.CharField(
        label=_("Token"),
        max_length=200,
        help_text=_("What stands in the robot's address after key=, access_token= or hook/."),
    )
    secret = forms.CharField(label=_("Signing secret"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        inside = Q(pk__in=[])
        for path in self.own:
            inside |= within("area_path", path)
        units = Organisation.objects.visible_to(actor).filter(inside, valid_to=None).order_by("name")
        self.fields["organisation"].queryset = units  # type: ignore[attr-defined]
