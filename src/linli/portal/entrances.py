"""The short words in a QR code on a wall; places knows them, since posters are printed in the console."""

from linli.places.entrances import Entrance, code_for, entrance

__all__ = ["Entrance", "code_for", "entrance"]
