"""A file that cannot be used at all: one sentence that says why, and what to do next."""

from django.utils.functional import Promise


class Unreadable(ValueError):
    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
