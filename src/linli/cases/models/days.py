from django.db import models

from linli.governance.vocabulary import END_STATES
from linli.kit.paths import PathField

WHOEVER = 0  # the unit of a row that counts the cases in anybody's hands, and in nobody's


class DayCount(models.Model):
    """What the cases raised on one day, at or below one area, have come to; once for each unit that holds some, and once
    for all of them together. Only the worker adds to it, out of `DayChange`; a figure is always the sum of both.
    """

    area_path = PathField()
    unit = models.BigIntegerField(default=WHOEVER)
    day = models.DateField()
    raised = models.IntegerField(default=0)
    in_time = models.IntegerField(default=0)  # first contacts
    late = models.IntegerField(default=0)
    said_solved = models.IntegerField(default=0)  # the resident's last word
    said_partly = models.IntegerField(default=0)
    said_unsolved = models.IntegerField(default=0)
    end_solved = models.IntegerField(default=0)
    end_partly_solved = models.IntegerField(default=0)
    end_explained_not_solvable = models.IntegerField(default=0)
    end_out_of_scope_redirected = models.IntegerField(default=0)
    end_withdrawn = models.IntegerField(default=0)
    end_merged = models.IntegerField(default=0)
    end_unreachable = models.IntegerField(default=0)
    end_invalid = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_path", "unit", "day"], name="case_day_count_once")
        ]
        indexes = [models.Index(fields=["id"], name="case_day_count_empty", condition=models.Q(raised=0))]


class DayChange(models.Model):
    """What a writer changed in the counts of a day and is not added up yet. Triggers append; no row is ever changed, so no
    two writers wait for each other. What stands in a column that is empty does not change.
    """

    area_path = PathField()
    unit = models.BigIntegerField(null=True)
    day = models.DateField()
    raised = models.SmallIntegerField()
    number = models.SmallIntegerField()  # so many more of each that is named below; or fewer
    contacted = models.CharField(max_length=8, blank=True)
    last_verdict = models.CharField(max_length=8, blank=True)
    end_state = models.CharField(max_length=32, blank=True)


CONTACTS = ("in_time", "late")
VERDICTS = ("solved", "partly", "unsolved")

# Each number of a day → the column of a change, and the word in it, that count for it.
COUNTED = {
    **{contact: ("contacted", contact) for contact in CONTACTS},
    **{f"said_{verdict}": ("last_verdict", verdict) for verdict in VERDICTS},
    **{f"end_{end}": ("end_state", end) for end in END_STATES},
}
NUMBERS = ("raised", *COUNTED)
