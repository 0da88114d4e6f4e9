from linli.people.actions.absences import end_absence, note_absence
from linli.people.actions.accounts import (
    change_reach,
    drop_second_factors,
    end_sessions,
    open_account,
    rename,
    renew_password,
    stop_account,
)
from linli.people.actions.contacts import (
    ClearContact,
    confirm_mail,
    confirm_phone,
    correct_contact,
    erase_contact,
    keep_contact,
    look_at_contact,
)
from linli.people.actions.households import (
    ClearHousehold,
    add_resident,
    give_consent,
    look_at_household,
    open_household,
    withdraw_consent,
)
from linli.people.actions.keys import rotate_keys
from linli.people.actions.posts import appoint, end_post

__all__ = [
    "ClearContact",
    "ClearHousehold",
    "add_resident",
    "appoint",
    "change_reach",
    "confirm_mail",
    "confirm_phone",
    "correct_contact",
    "drop_second_factors",
    "end_absence",
    "end_post",
    "end_sessions",
    "erase_contact",
    "give_consent",
    "keep_contact",
    "look_at_contact",
    "look_at_household",
    "note_absence",
    "open_account",
    "open_household",
    "rename",
    "renew_password",
    "rotate_keys",
    "stop_account",
    "withdraw_consent",
]
