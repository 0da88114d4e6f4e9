"""All settings, each readable from the environment so that one image serves a village and a city."""

import os
from datetime import timedelta
from pathlib import Path

from linli.config.database import database
from linli.config.outbound import *  # noqa: F403
from linli.config.sign_in import *  # noqa: F403
from linli.config.sign_in import oidc_origin
from linli.kit.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LINLI_DATA", Path.cwd() / "data"))


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes"}


DEBUG = False
DEMO = flag("LINLI_DEMO", False)
SECRET_KEY = os.environ.get("LINLI_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("LINLI_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
# Where residents reach Linli from outside, as https://linli.example.org: begins the links in notices and on papers.
LINLI_PUBLIC_ADDRESS = os.environ.get("LINLI_PUBLIC_ADDRESS", "").strip().rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LINLI_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "linli.kit",
    "linli.places",
    "linli.people",
    "linli.governance",
    "linli.cases",
    "linli.notices",
    "linli.portal",
    "linli.console",
    "linli.field",
    "linli.api",
    "linli.config",
    # After our own, whose templates and words stand before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "linli.kit.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.kit.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.people.middleware.SessionRules",
    "linli.people.middleware.ActorMiddleware",
    "linli.people.middleware.SignInDuties",
    "linli.kit.middleware.PlainRefusals",
    "linli.kit.middleware.DefaultDeny",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.kit.context.look",
                "linli.console.rail.rail",
            ]
        },
    }
]

FORM_RENDERER = "linli.kit.widgets.Renderer"

DATABASES = {"default": database(os.environ.get("LINLI_DATABASE", f"sqlite:///{DATA / 'linli.db'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"

TASKS = {"default": {"BACKEND": "linli.kit.jobs.DatabaseBackend", "QUEUES": []}}
# Empty: workers take jobs from the table. amqp://user:password@host// : Celery workers are called through RabbitMQ.
LINLI_QUEUE = os.environ.get("LINLI_QUEUE", "")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "linli.config.static.HashedFiles"},
}

# Keys for personal data: outside the database, so that a copy of the database alone tells nothing.
LINLI_KEYS = os.environ.get("LINLI_KEYS", str(DATA / "keys.json"))
LINLI_SUITE = os.environ.get("LINLI_SUITE", "aes")  # or "sm" for SM4-GCM and SM3

# Places (by slug, with commas between) where anybody may send requests through Open311 without an api_key.
LINLI_OPEN311_KEYLESS = [slug for slug in os.environ.get("LINLI_OPEN311_KEYLESS", "").split(",") if slug]

# Addresses, with commas between, that many people share: a service hall, an office, a hotline. They are never slowed.
LINLI_SHARED_LINES = [line for line in os.environ.get("LINLI_SHARED_LINES", "").split(",") if line]

FILE_UPLOAD_HANDLERS = [
    "linli.kit.bodies.Measured",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LOGGING = logging_settings(os.environ.get("LINLI_LOG", "WARNING"))

CSRF_FAILURE_VIEW = "linli.kit.problems.csrf_failure"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/console/"
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'", *oidc_origin()],
    "frame-ancestors": ["'none'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DONE_JOBS_STAY = timedelta(days=int(os.environ.get("LINLI_DONE_JOBS_DAYS", "30")))
RAIL_SECONDS = 5.0  # so long a number in the rail of the console may be behind
FIGURES_SECONDS = 60.0  # so long a figure that everybody may read is not counted again
MARKS_SECONDS = 1.0  # so long this process may not know that another one drew an area or changed the calendar
