from linli.people.models.absences import Absence
from linli.people.models.accounts import Account, normal_username
from linli.people.models.contacts import LOOKING, Contact
from linli.people.models.households import Consent, Household, Resident
from linli.people.models.looks import Look
from linli.people.models.posts import Post

__all__ = [
    "LOOKING",
    "Absence",
    "Account",
    "Consent",
    "Contact",
    "Household",
    "Look",
    "Post",
    "Resident",
    "normal_username",
]
