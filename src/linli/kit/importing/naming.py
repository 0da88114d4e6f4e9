"""A name for a form that is handed in for the first time."""

from linli.kit.models import ImportSource


def free_name(kind: str, area_path: str, wanted: str) -> str:
    """A name that no other form of this kind has here."""
    name, number = wanted[:70] or kind, 1
    while ImportSource.objects.filter(kind=kind, area_path=area_path, name=name).exists():
        number += 1
        name = f"{wanted[:70]} {number}"
    return name
