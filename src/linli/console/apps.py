from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "linli.console"
    label = "console"

    def ready(self) -> None:
        from linli.console.frame import framed
        from linli.kit.frames import FRAMES

        FRAMES["/console/"] = framed
