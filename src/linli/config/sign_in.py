"""Settings of signing in: log-in name and password, a second factor for staff, and an identity provider if there is one.

LINLI_SECOND_FACTOR   required (default; the demo only offers it) or offered
LINLI_ORIGINS         with an https:// address, cookies travel over https only
LINLI_PROXIES         how many trusted proxies stand in front (0): decides which address limits are counted by
LINLI_OIDC_URL, _CLIENT, _SECRET, _NAME, _CLAIM   an OpenID Connect provider; the claim holds the log-in name
"""

import os
from urllib.parse import urlsplit

IN_DEMO = os.environ.get("LINLI_DEMO", "0") == "1"
LINLI_SECOND_FACTOR = os.environ.get("LINLI_SECOND_FACTOR", "offered" if IN_DEMO else "required")
LINLI_IDLE_MINUTES = int(os.environ.get("LINLI_IDLE_MINUTES", "30"))
LINLI_SESSION_HOURS = int(os.environ.get("LINLI_SESSION_HOURS", "12"))
LINLI_TEMPORARY_PASSWORD_HOURS = int(os.environ.get("LINLI_TEMPORARY_PASSWORD_HOURS", "72"))
OVER_HTTPS = "https://" in os.environ.get("LINLI_ORIGINS", "")

AUTHENTICATION_BACKENDS = ["linli.people.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]

# Limits are counted in the database, so that they hold across processes and restarts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "linli_cache"}}

SESSION_ENGINE = "linli.people.sessions"
SESSION_COOKIE_AGE = LINLI_SESSION_HOURS * 3600
SESSION_COOKIE_NAME = "__Host-linli" if OVER_HTTPS else "linli"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if OVER_HTTPS else "csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "linli.people.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "linli.people.forms.SignInForm",
    "change_password": "linli.people.forms.OwnPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
# A whole office may share one address: the address may try often, one name from one network may not.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "login_failed_anywhere": "50/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LINLI_PROXIES", "0"))
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 56

MFA_ADAPTER = "linli.people.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "linli.people.forms.SecondStepForm",
    "reauthenticate": "linli.people.forms.SecondStepAgainForm",
    "activate_totp": "linli.people.forms.AppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Linli"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not OVER_HTTPS

SOCIALACCOUNT_ADAPTER = "linli.people.sign_in.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
LINLI_OIDC_CLAIM = os.environ.get("LINLI_OIDC_CLAIM", "preferred_username")


def oidc_apps() -> list[dict[str, object]]:
    if not (server := os.environ.get("LINLI_OIDC_URL", "")):
        return []
    return [
        {
            "provider_id": "office",
            "name": os.environ.get("LINLI_OIDC_NAME", "OpenID Connect"),
            "client_id": os.environ.get("LINLI_OIDC_CLIENT", ""),
            "secret": os.environ.get("LINLI_OIDC_SECRET", ""),
            "settings": {"server_url": server, "oauth_pkce_enabled": True},
        }
    ]


def oidc_origin() -> list[str]:
    """Where the browser goes to sign in there: our forms may lead to it."""
    parts = urlsplit(os.environ.get("LINLI_OIDC_URL", ""))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": oidc_apps()}}
