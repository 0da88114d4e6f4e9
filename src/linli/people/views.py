from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.forms import Form
from django.http import HttpResponse


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Asks the same rule as removing the app does: where a second factor is required, the last one stays."""

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            removed: HttpResponse = super().form_valid(form)
            return removed
        form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
        kept: HttpResponse = self.form_invalid(form)
        return kept


remove_passkey = RemovePasskey.as_view()
