"""Placing somebody by hand: a person who telephoned, or has no email, gets a row without asking through the site."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, User
from accounts.reach_forms import REACH_FIELDS, NameField, ReachFields
from accounts.services import place_client
from practice.zones import zone_choices

CLIENT, ASKED = "client", "asked"
PLACING_FIELDS = ("name", "standing", *REACH_FIELDS, "zone_name")


class PlacingForm(ReachFields, forms.ModelForm[Client]):
    """Who it is, whether in care, and how they may be reached."""

    name = NameField()
    standing = forms.ChoiceField(
        label=_("This person is"),
        choices=[(CLIENT, _("a client from now on: opens worksheets to them")), (ASKED, _("asked, not yet a client"))],
        initial=CLIENT,
        widget=forms.RadioSelect,
    )
    zone_name = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, initial=settings.TIME_ZONE, required=False
    )

    class Meta:
        model = Client
        fields = ("name", "reach", "phone", "safe_hours", "voicemail", "zone_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name to use")
        self.ask_without_email()
        self.read_number_in(self.data.get("zone_name") or settings.TIME_ZONE)
        self.fields["reach"].label = _("How may they be reached?")
        self.fields["safe_hours"].label = _("When is it safe to reach them?")
        self.fields["safe_hours"].help_text = _("In their own words. For example: weekdays, 10 to 4.")

    def clean(self) -> dict[str, Any]:
        """Keep no number that nobody may use."""
        cleaned = super().clean()
        return cleaned if self.errors else {**cleaned, **self.wishes().columns()}


class PlacesClients(admin.ModelAdmin[Client]):
    """The part of the clients' admin that adds one. Whoever has an address still comes by asking for a session."""

    def get_fields(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """Ask for little; the rest is said later."""
        return PLACING_FIELDS if obj is None else super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """Let everything be written that is asked for a new row."""
        return () if obj is None else super().get_readonly_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Client | None) -> Any:
        """Leave out what a new row has none of."""
        return [] if obj is None else super().get_inlines(request, obj)

    def get_form(self, request: HttpRequest, obj: Client | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form of a new row where there is none; a time zone is chosen from a list."""
        own = {"form": PlacingForm} if obj is None else {}
        form = super().get_form(request, obj, change, **{**own, **kwargs})
        if obj is not None and "zone_name" in form.base_fields:
            choices = zone_choices(obj.zone_name)
            form.base_fields["zone_name"] = forms.ChoiceField(label=_("Time zone"), choices=choices, required=False)
        return form

    def save_model(self, request: HttpRequest, obj: Client, form: Any, change: bool) -> None:
        """Place a new row through its service; nobody is written to."""
        if change:
            super().save_model(request, obj, form, change)
            return
        if not isinstance(request.user, User):
            raise Http404
        is_in_care = form.cleaned_data["standing"] == CLIENT
        placed = place_client(client=obj, is_in_care=is_in_care, by=request.user, now=timezone.now())
        obj.status = placed.status
