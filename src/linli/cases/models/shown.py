from django.db import models

from linli.cases.models.speech import Picture
from linli.cases.models.verdict import Publication


class PublicPicture(models.Model):
    """A picture that stands on the board: whoever published it looked at it and says that it shows no person,
    no number plate and no door number.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "picture"], name="public_picture_once")]
