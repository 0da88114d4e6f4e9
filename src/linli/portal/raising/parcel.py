"""What the first page hands to the second: pictures that are already clean, and the wall where the code hung. Signed."""

from dataclasses import asdict, dataclass

from django.core import signing

from linli.cases.actions.intake import CleanPicture
from linli.cases.sounds import CleanSound

SALT = "linli.portal.parcel"
KEPT_FOR = 7 * 24 * 3600


@dataclass(frozen=True)
class Parcel:
    pictures: tuple[CleanPicture, ...] = ()
    place: str = ""
    sounds: tuple[CleanSound, ...] = ()

    def sealed(self) -> str:
        content = asdict(self)
        return signing.dumps(content, salt=SALT, compress=True)

    @classmethod
    def opened(cls, sealed: str) -> "Parcel | None":
        """None for a parcel that this service did not pack, or one that is too old."""
        try:
            content = signing.loads(sealed, salt=SALT, max_age=KEPT_FOR)
        except (signing.BadSignature, ValueError):
            return None
        return cls(
            tuple(CleanPicture(**picture) for picture in content["pictures"]),
            content["place"],
            tuple(CleanSound(**sound) for sound in content.get("sounds", ())),
        )
