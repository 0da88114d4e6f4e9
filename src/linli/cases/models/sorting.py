from django.db import models

from linli.cases.models.case import Case
from linli.kit.paths import PathField


class Sorting(models.Model):
    """What a person last called a case. It counts for the next proposal at once, and teaches the next night."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="sorting")
    area_path = PathField()
    category = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="case_sorting_newest")]


class Learned(models.Model):
    """What the sorted cases of one rule book teach: numbers that speak for categories, no text and nobody's name."""

    slug = models.SlugField(unique=True)
    at = models.DateTimeField()
    lessons = models.PositiveIntegerField()
    numbers = models.BinaryField()
