"""What is said when a file cannot be read as it should."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "not_utf8": (
        _("This line holds characters that are not UTF-8."),
        _("Save the file again with the encoding UTF-8."),
    ),
    "too_big": (
        _("The file is larger than %(most)s characters."),
        _("A governance file is a few hundred lines: check that this is the right file."),
    ),
    "full_width": (
        _("The full-width sign %(sign)s stands here where a half-width one belongs."),
        _('Type = , " [ ] with the keyboard switched to English.'),
    ),
    "key_twice": (_("This line sets something that was set before."), _("Keep one of the two lines.")),
    "table_twice": (
        _("The heading on this line, or a part of it, was used before."),
        _("Put both parts under one heading, or write [[ ]] when it is a further row."),
    ),
    "no_equals": (
        _("The sign = is missing after the key on this line."),
        _('Write it as: key = "words".'),
    ),
    "string_open": (
        _("Words begin with a quotation mark on this line and never end."),
        _("Put a second quotation mark at the end of the words."),
    ),
    "array_open": (
        _("A list in brackets is not closed, or a comma is missing in it."),
        _("Check the commas between its words and the ] at its end."),
    ),
    "header_open": (
        _("The heading on this line is not closed."),
        _("Write it as [name] or, for a row, as [[name]]."),
    ),
    "bad_value": (
        _("What stands after the sign = on this line cannot be read."),
        _("Put words between quotation marks; write true, false and numbers without them."),
    ),
    "syntax": (
        _("This line cannot be read: %(said)s."),
        _("Compare it with the same place in one of the files that come with Linli."),
    ),
    "unknown_base": (
        _('There is no base called "%(base)s".'),
        _("Write one of these, or leave the line out: %(known)s."),
    ),
    "format_unknown": (
        _("This file is written in format %(format)s, which this version does not read."),
        _("Write format = %(known)s, or install the version of Linli it was written for."),
    ),
    "wrong_type": (
        _('"%(key)s" is written in the wrong form; expected: %(expected)s.'),
        _("Compare this line with the reference of the governance file."),
    ),
    "missing": (
        _('"%(key)s" is missing in [%(table)s].'),
        _("Add a line: %(key)s = …"),
    ),
    "blank": (_('"%(key)s" is empty.'), _("Write the words that people should read there.")),
    "out_of_range": (
        _('"%(key)s" is %(value)s; it must lie between %(least)s and %(most)s.'),
        _("Change the number."),
    ),
    "bad_limit": (
        _('"%(value)s" is not a span of time.'),
        _("Write a number and a unit: 30 min, 24 h, 7 d, 4 wh (working hours), 3 wd (working days)."),
    ),
    "bad_rhythm": (
        _('"%(value)s" is not a rhythm.'),
        _("Write week, month, quarter, year, festival, 2 x month, 3 days, or as needed."),
    ),
    "bad_span": (
        _('"%(value)s" is not a span of the day.'),
        _("Write it as 08:00-12:00."),
    ),
    "unknown_word": (
        _('"%(word)s" is not a word that Linli knows here.'),
        _("It cannot be invented. Probably meant: %(known)s."),
    ),
    "unknown_key": (
        _('"%(key)s" means nothing in [%(table)s].'),
        _("Correct the spelling (probably meant: %(known)s) or take the line out."),
    ),
    "norm_upside_down": (
        _("The norm goes from %(least)s to %(most)s, which is the wrong way round."),
        _("Write the smaller number as least and the larger one as most."),
    ),
}
