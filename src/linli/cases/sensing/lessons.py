"""What is learned from, without anything heavy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """A case as somebody sorted it. What counts less than a case (the rule book's own words) has a smaller weight."""

    title: str
    words: str
    category: str
    weight: float = 1.0
