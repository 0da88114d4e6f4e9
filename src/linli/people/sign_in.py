"""How Linli signs people in, told to django-allauth: nobody signs up, answers are uniform, secrets are sealed."""

import io
import time
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kit.lines import block_of
from linli.kit.prepared import prepared
from linli.people.actors import actor_for
from linli.people.crypto import Place
from linli.people.keyring import keyring
from linli.people.models import Account, normal_username
from linli.people.sealed import Sealed, normal_phone

JUST_NOW = 300  # seconds
SECRET_OF_A_FACTOR = Place("mfa_authenticator", "data", "")


@prepared
def _accounts(pk: int) -> QuerySet[Account]:
    found: QuerySet[Account] = Account.objects.filter(pk=pk)
    return found


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Log-in name or telephone, and password. A telephone that nobody has costs as much time as one that somebody has."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        name = credentials.get("username") or ""
        if len(normal_phone(name)) == len(name.strip()) >= 8:
            owner = Account.objects.with_phone(name).first()
            credentials["username"] = owner.username if owner else name
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None:
            # Otherwise the right password of a stopped account would be answered in another way.
            AuthenticationBackend.unstash_authenticated_user()
        return user

    def get_user(self, user_id: Any) -> Account | None:
        found = next(iter(_accounts(user_id)), None)
        return found if self.user_can_authenticate(found) else None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """A temporary password opens until its hour; a stopped account opens nothing from the next request on."""
        return isinstance(user, Account) and user.is_active and user.password_holds(timezone.now())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "rate_limited": _("Too many attempts. Please wait a minute."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "username_password_mismatch": _("This log-in name and password do not belong together."),
        "too_many_login_attempts": _(
            "Too many attempts. Please wait five minutes, or ask your office for a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where her posts lead: with a phone into the field first, at a desk to the office first."""
        if not isinstance(request.user, Account):
            return "/"
        actor = actor_for(request.user, timezone.now())
        doors = ("field", "console") if "Mobi" in self.get_http_user_agent(request) else ("console", "field")
        return next((f"/{right}/" for right in doors if actor.has_right(right)), "/")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, self.error_messages["username_password_mismatch"])
        return HttpResponseRedirect(reverse("account_login"))

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has just signed in, with all her steps, need not show again that it is she."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > JUST_NOW

    def set_password(self, user: Account, password: str) -> None:
        user.password_until = None
        super().set_password(user, password)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts wrong passwords for a name from one network, and (more of them) for a name from anywhere."""
        name = normal_username(credentials.get("username") or "")
        self._usages = [
            ratelimit.consume(request, app="allauth.account", action=action, key=key)
            for action, key in (
                ("login_failed", f"{name}|{block_of(self.get_client_ip(request))}"),
                ("login_failed_anywhere", name),
            )
        ]
        if not all(self._usages):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._usages:
            usage.rollback()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your last second step, and your work needs one. Add another first."
        ),
        "incorrect_code": _(
            "This code is not right. The digits change every half minute: please try the newest."
        ),
    }

    def encrypt(self, text: str) -> str:
        return keyring().seal(text, SECRET_OF_A_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return Sealed(encrypted_text, SECRET_OF_A_FACTOR).open()

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url, micro=False).save(drawn, kind="svg", xmldecl=False, scale=5, border=4, light="#fff")
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, the last one stays."""
        if settings.LINLI_SECOND_FACTOR != "required":
            return True
        others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES or others.exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An identity provider vouches for a log-in name. It opens no account: the office does."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        name = claimed_name(sociallogin.account.extra_data)
        account = Account.objects.active().filter(username=normal_username(name)).first() if name else None
        if account is None:
            messages.error(request, _("There is no account here for this person. Please ask your office."))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        sociallogin.connect(request, account)


def claimed_name(claims: dict[str, Any]) -> str:
    """The log-in name that the provider states, in its userinfo answer or its token."""
    for source in (claims, claims.get("userinfo") or {}, claims.get("id_token") or {}):
        if isinstance(name := source.get(settings.LINLI_OIDC_CLAIM), str):
            return name
    return ""


def factors_of(account: AbstractBaseUser) -> Any:
    """The second factors of an account; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=account, type__in=kinds)
