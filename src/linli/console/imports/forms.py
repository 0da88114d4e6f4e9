from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.console.imports.readers import READERS
from linli.governance.model import RuleBook
from linli.governance.reads import localities, rulebook_for
from linli.kit.actor import Actor
from linli.kit.importing.reader import Reader
from linli.kit.sheets.mapping import LEFT_OUT, RUNNING, Column, Meanings
from linli.kit.sheets.models import RIGHT
from linli.places.models import Area, Organisation


def places_of(actor: Actor) -> list[tuple[str, str]]:
    """Where this actor may import: the localities in her areas, else the areas of her posts themselves."""
    paths = {post.area_path for post in actor.posts if RIGHT in post.rights}
    inside = [b for b in localities() if any(b.area_path.startswith(path) for path in paths)]
    if inside:
        return [(binding.area_path, binding.name) for binding in inside]
    return [(area.path, area.name) for area in Area.objects.current().filter(path__in=paths).order_by("path")]


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the list holds"), widget=forms.RadioSelect, initial="cases")
    place = forms.ChoiceField(label=_("Where it belongs"))
    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "An Excel workbook (.xlsx, .xls) or a text table (.csv), up to 64 MB. Nothing is imported yet."
        ),
        error_messages={
            "empty": _("The file is empty. Export it again and check that it opens on your computer.")
        },
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        places: Any = self.fields["place"]
        kinds.choices = [(reader.kind, reader.name) for reader in READERS.values()]
        places.choices = places_of(actor)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv,.txt,.tsv,.gz"


class ColumnsForm(forms.Form):
    """One select for each column that may be chosen, and what holds for rows that do not say."""

    def __init__(self, reader: Reader, meanings: Meanings, area_path: str, chosen: Any, *args: Any) -> None:
        super().__init__(*args)
        self.reader, self.meanings = reader, meanings
        options: list[tuple[str, Any]] = [(LEFT_OUT, _("leave out")), (RUNNING, _("running number"))]
        options += [(field.key, field.name) for field in reader.fields.all]
        for column in meanings.columns:
            if not column.is_dropped and (column.heading.text or column.filled):
                self.fields[f"column{column.index}"] = forms.ChoiceField(
                    label=column.heading.text or column.letters,
                    choices=options,
                    required=False,
                    initial=column.meaning,
                )
        self.fields["another"] = forms.BooleanField(
            label=_("This is a list of another office: do not mix it with the known form"), required=False
        )
        if reader.kind == "cases":
            self._add_choices(area_path, chosen)

    def _add_choices(self, area_path: str, chosen: Any) -> None:
        book = rulebook_for(area_path)
        units = Organisation.objects.current().inside(area_path).values_list("pk", "name")
        self._choice(
            "unit",
            _("Unit for rows that name none we know"),
            [("", _("the first of this area")), *units],
            chosen,
        )
        if book is not None:
            self._choice(
                "category", _("Category for answered rows that name none we know"), categories(book), chosen
            )
            ends = [(end.key, end.name) for end in book.ends.values()]
            self._choice("end", _("End of answered rows that do not say how it ended"), ends, chosen)

    def _choice(self, name: str, label: Any, options: Any, chosen: Any) -> None:
        usual = chosen.get(name) or {"end": "explained_not_solvable"}.get(name, "")
        self.fields[name] = forms.ChoiceField(label=label, choices=options, required=False, initial=usual)

    def lines(self) -> list[tuple[Column, Any]]:
        """Each column with its field, None for a column that is never read."""
        names = self.fields
        return [
            (column, self[f"column{column.index}"] if f"column{column.index}" in names else None)
            for column in self.meanings.columns
            if column.heading.text or column.filled
        ]

    def rest(self) -> list[Any]:
        return [self[name] for name in ("unit", "category", "end") if name in self.fields]

    def chosen_meanings(self) -> Meanings:
        picked = {
            column.index: self.cleaned_data[f"column{column.index}"]
            for column in self.meanings.columns
            if f"column{column.index}" in self.cleaned_data
        }
        return self.meanings.changed(picked, self.reader.fields)

    def choices(self) -> dict[str, Any]:
        return {name: value for name in ("unit", "category", "end") if (value := self.cleaned_data.get(name))}


def categories(book: RuleBook) -> list[tuple[str, str]]:
    return [
        ("", str(_("the last of the list"))),
        *((c.code, c.name) for c in book.categories if not c.sealed),
    ]
