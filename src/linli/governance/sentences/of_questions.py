"""What is said about the questions of categories."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "question_key": (
        _('"%(key)s" cannot be the key of a question.'),
        _("Write up to %(most)s letters of the alphabet, digits and underscores, a letter first."),
    ),
    "question_too_long": (
        _("This question is longer than %(most)s characters."),
        _("Ask it in one short sentence."),
    ),
    "question_without_choices": (
        _('"%(question)s" is to be answered by choosing, and there are not two different things to choose.'),
        _('Add choices = ["…", "…"], or ask it with kind = "yes_no" or "text".'),
    ),
    "choices_for_nothing": (
        _('"%(question)s" lists choices and is not answered by choosing.'),
        _('Write kind = "choice", or take the choices out.'),
    ),
    "question_asks_identity": (
        _('"%(question)s" asks who somebody is or how to reach her ("%(word)s").'),
        _("Take it out. Whoever wants to be called back leaves that in the vault, never in the case."),
    ),
    "question_danger": (
        _('A yes to this question is to warn of "%(danger)s", which does not fit.'),
        _('Name a danger of this file (probably meant: %(known)s), and ask with kind = "yes_no".'),
    ),
    "question_twice": (
        _('The key "%(key)s" stands twice among the questions of "%(category)s".'),
        _("Give one of the two another key."),
    ),
    "too_many_questions": (
        _('"%(category)s" asks more than %(most)s questions.'),
        _("Keep those without which nobody can go and do the work."),
    ),
    "question_of_sealed": (
        _('"%(category)s" is sealed and is not raised through a form; nobody would read its questions.'),
        _("Take the questions out."),
    ),
}
