"""What is wrong with something that was handed in, as a sentence for the person who handed it in."""

from django.utils.functional import Promise


class Fault(ValueError):
    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
