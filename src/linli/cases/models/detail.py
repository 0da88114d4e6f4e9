from django.db import models
from django.utils.translation import gettext as _

from linli.cases.models.case import Case


class Detail(models.Model):
    """One answer to a question of the category, with the question as it was asked. A trigger forbids any change."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="details")
    key = models.CharField(max_length=24)
    kind = models.CharField(max_length=6)
    question = models.CharField(max_length=120)
    answer = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="case_detail_once")]

    @property
    def said(self) -> str:
        """The answer as a reader takes it: "yes" and "no" in her language."""
        if self.kind == "yes_no":
            return _("Yes") if self.answer == "yes" else _("No")
        return self.answer
