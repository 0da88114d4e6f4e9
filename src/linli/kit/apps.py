from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "linli.kit"
    label = "kit"

    def ready(self) -> None:
        from linli.kit import (
            addresses,  # noqa: F401  its check of the settings
            sweeping,  # noqa: F401  its rhythm
        )
        from linli.kit.papers import orders  # noqa: F401  its rhythm
