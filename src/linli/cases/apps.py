from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.cases"
    label = "cases"

    def ready(self) -> None:
        from linli.cases import (  # noqa: F401  registers followers and rhythms
            follow,
            hot,
            teaching,
            tending,
            tending_days,
            tending_whistles,
        )
