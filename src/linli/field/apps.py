from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "linli.field"
    label = "field"

    def ready(self) -> None:
        from linli.field.frame import framed
        from linli.kit.frames import FRAMES

        FRAMES["/field/"] = framed
