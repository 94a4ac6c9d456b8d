"""How messages to a client read: she chooses, and sees beforehand what a lock screen will show."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import require_signed_in, who_is_asking
from accounts.models import Client
from accounts.services import set_wording
from bookings.forms import form_helper
from bookings.lock_screen import lock_screens


class WordingForm(forms.Form):
    """One of three ways to word a message."""

    wording = forms.ChoiceField(
        label=gettext_lazy("How much may a message say?"),
        choices=Client.Wording.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how your messages are worded"),
            "invalid_choice": gettext_lazy("Choose how your messages are worded"),
        },
    )
    wording.choice_hints = {  # type: ignore[attr-defined]
        Client.Wording.DISCREET: gettext_lazy("The word “session”, and nothing about what it is for."),
        Client.Wording.BARE: gettext_lazy("Not even “session”: only that there is news, and for what time."),
        Client.Wording.PLAIN: gettext_lazy("With whom and when, readable at a glance."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = form_helper()


@require_http_methods(["GET", "HEAD", "POST"])
@require_signed_in
def space_messages(request: HttpRequest) -> HttpResponse:
    """Show what a lock screen will show for each choice, and keep the one that is made."""
    client = who_is_asking(request).client
    if client is None:
        raise Http404
    form = WordingForm(request.POST if request.method == "POST" else None, initial={"wording": client.wording})
    if form.is_valid():
        set_wording(client=client, wording=form.cleaned_data["wording"])
        messages.success(request, _("Saved. Messages read like this from now on."))
        return redirect("space_messages")
    context = {"form": form, "screens": lock_screens(client, timezone.now())}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "bookings/messages.html", context, status=status)
