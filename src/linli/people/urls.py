"""The sign-in pages that exist. What is not listed (signing up, password by mail, changing addresses) is not there."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import URLPattern, path

from linli.kit.doors import door
from linli.people.views import act_as, away, end_away, me, note_away, remove_passkey, sign_out_elsewhere


def route(policy: str, address: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(address, door(policy)(view), name=name)


urlpatterns = [
    route("public", "login/", account.login, "account_login"),
    route("public", "logout/", account.logout, "account_logout"),
    route("public", "inactive/", account.account_inactive, "account_inactive"),
    route("signed-in", "me/", me, "people_me"),
    route("signed-in", "me/post/", act_as, "people_act_as"),
    route("signed-in", "me/away/", away, "people_away"),
    route("signed-in", "me/away/<int:post>/", note_away, "people_note_absence"),
    route("signed-in", "me/away/<int:absence>/end/", end_away, "people_end_absence"),
    route("signed-in", "me/elsewhere/", sign_out_elsewhere, "people_sign_out_elsewhere"),
    route("signed-in", "reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    route("signed-in", "password/change/", account.password_change, "account_change_password"),
    route("signed-in", "password/set/", account.password_set, "account_set_password"),
    route("signed-in", "2fa/", mfa.index, "mfa_index"),
    route("public", "2fa/authenticate/", mfa.authenticate, "mfa_authenticate"),
    route("signed-in", "2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    route("signed-in", "2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    route("signed-in", "2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    route("signed-in", "2fa/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    route(
        "signed-in",
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    route("public", "2fa/webauthn/login/", keys.login_webauthn, "mfa_login_webauthn"),
    route("signed-in", "2fa/webauthn/", keys.list_webauthn, "mfa_list_webauthn"),
    route("signed-in", "2fa/webauthn/add/", keys.add_webauthn, "mfa_add_webauthn"),
    route(
        "signed-in",
        "2fa/webauthn/reauthenticate/",
        keys.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
    ),
    route("signed-in", "2fa/webauthn/keys/<int:pk>/remove/", remove_passkey, "mfa_remove_webauthn"),
    route("signed-in", "2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, "mfa_edit_webauthn"),
    route("public", "oidc/<str:provider_id>/login/", openid.login, "openid_connect_login"),
    route("public", "oidc/<str:provider_id>/login/callback/", openid.callback, "openid_connect_callback"),
    route("public", "oidc/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    route("public", "oidc/error/", social.login_error, "socialaccount_login_error"),
]
