"""Settings for the tests: the same parts, quick password hashing, a data folder and a database of their own."""

import os
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108  a file, so that threads and processes meet in it, but a quick one
SCRATCH = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir())

os.environ.setdefault("LINLI_SECRET_KEY", "only-for-tests")
os.environ.setdefault("LINLI_DATABASE", f"sqlite:///{SCRATCH / 'unused.db'}")
OWN = str(SCRATCH / "linli-tests-")
if not os.environ.get("LINLI_DATA", "").startswith(
    OWN
):  # never one that somebody works with: it is swept away
    os.environ["LINLI_DATA"] = f"{OWN}{os.getpid()}"
if beside := os.environ.get("PYTEST_XDIST_WORKER"):  # or one process sweeps away what another is writing
    os.environ["LINLI_DATA"] = str(Path(os.environ["LINLI_DATA"]) / beside)

from linli.config.settings import *  # noqa: E402, F403
from linli.config.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "linli.kit.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / f"linli-tests-{os.getpid()}.db")}
else:
    DATABASES["default"]["OPTIONS"] = {}  # a pool would hold connections to the test database beyond its life

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {}  # pytest captures; the form of the logs has a test of its own
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
LINLI_SECOND_FACTOR = "offered"  # the tests of signing in ask for "required" themselves

RAIL_SECONDS = 0.0
FIGURES_SECONDS = 0.0
MARKS_SECONDS = 0.0
