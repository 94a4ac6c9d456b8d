"""allauth's forms, where they do more or less work for a known address than for an unknown one."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import own_browser
from accounts.models import User, find_user, normalise_email


class Unremembered(forms.BaseForm):
    """A form whose address the browser neither keeps nor offers, unless the phone is somebody's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "login"):
            if name in self.fields and not own_browser.is_own(context.request):
                self.fields[name].widget.attrs["autocomplete"] = "off"


class SignInForm(Unremembered, LoginForm):
    """Sign in by password."""


class NewAddressForm(Unremembered, AddEmailForm):
    """Change one's own address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New email address")
        self.fields["email"].help_text = _("A code goes to it. It counts once you have entered the code.")


class AskForCodeForm(Unremembered, RequestLoginCodeForm):
    """Ask for a sign-in code; known and unknown addresses take one query each."""

    def clean_email(self) -> str:
        """Look the address up once."""
        email = normalise_email(self.cleaned_data["email"])
        self._user = find_user(email, is_active=True)
        return email


class EnterCodeForm(ConfirmLoginCodeForm):
    """Enter the code; nobody's sign-in asks the database as often as somebody's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.expected_code:
            User.objects.filter(pk=0).first()


class ForgottenPasswordForm(Unremembered, ResetPasswordForm):
    """Ask for a link to set a new password; known and unknown addresses take one query each."""

    def clean_email(self) -> str:
        """Look the address up once."""
        email = normalise_email(self.cleaned_data["email"])
        user = find_user(email, is_active=True)
        self.users = [user] if user else []
        return email
