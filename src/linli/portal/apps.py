from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "linli.portal"
    label = "portal"

    def ready(self) -> None:
        from linli.kit.frames import EVERYBODY, FRAMES
        from linli.portal.frame import framed

        FRAMES[EVERYBODY] = framed
