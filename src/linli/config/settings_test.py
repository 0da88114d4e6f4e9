"""Settings for the tests: the same parts, quick password hashing, a data folder of their own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LINLI_SECRET_KEY", "only-for-tests")
os.environ.setdefault("LINLI_DATABASE", "sqlite:///test.db")
os.environ.setdefault("LINLI_DATA", str(Path(tempfile.gettempdir()) / f"linli-tests-{os.getpid()}"))

from linli.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
