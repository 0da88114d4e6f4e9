from linli.places.models.addresses import Address
from linli.places.models.areas import Area, AreaVersion, Succession
from linli.places.models.calendar import CalendarDay, CalendarYear, LocalDay
from linli.places.models.organisations import Organisation
from linli.places.models.revisions import Revision

__all__ = [
    "Address",
    "Area",
    "AreaVersion",
    "CalendarDay",
    "CalendarYear",
    "LocalDay",
    "Organisation",
    "Revision",
    "Succession",
]
