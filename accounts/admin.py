"""People in the admin: the practitioner's rules, clients and their standing, logins. What happened is read-only."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import is_therapist
from accounts.admin_placing import PlacesClients
from accounts.client_page import parts_of
from accounts.ledger.acts import own_acts, say
from accounts.models import Client, Consent, LedgerEntry, Practitioner, User
from accounts.reach import how_to_reach
from accounts.reach_forms import REACH_FIELDS, ReachFields
from accounts.services import StandingError, set_client_status
from practice.crypto import EncryptedTextField
from practice.desk_columns import said
from practice.models import Practice
from practice.samples import SampleAdmin
from practice.times import Place


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    """Rows that are shown and never touched."""

    template = "admin/read_only_rows.html"
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Such rows are written by services alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor are they changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor are they deleted, whatever a form claims."""
        return False


class ConsentInline(ReadOnlyInline):
    """What a client agreed to."""

    model = Consent
    fields = readonly_fields = ("policy_text", said(Consent, "given_at"), said(Consent, "withdrawn_at"))


class LedgerInline(ReadOnlyInline):
    """What was opened, and how a client's standing changed; not what the client herself did."""

    model = LedgerEntry
    fields = readonly_fields = (said(LedgerEntry, "at"), "as_read")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        """Leave out what would tell of something that was shared and taken back."""
        rows: QuerySet[LedgerEntry] = super().get_queryset(request).exclude(act__in=own_acts())
        return rows.select_related("by__practitioner")

    @admin.display(description=gettext_lazy("as the client reads it"))
    def as_read(self, entry: LedgerEntry) -> str:
        """The very sentence that stands in her space, its day by the desk's clock."""
        practitioner = getattr(entry.by, "practitioner", None)
        who = practitioner.name if practitioner else Practice.load().therapist_name
        return say(entry, who, Place(ZoneInfo(timezone.get_current_timezone_name()), ""))


RULES_HELP = {
    "notice_hours": gettext_lazy("Nobody can ask for a time sooner than this; you may offer one yourself."),
    "horizon_days": gettext_lazy("What is agreed further ahead stays; you may offer such a time yourself."),
    "hold_hours": gettext_lazy(
        "So long you have to answer a request, though never past your minimum notice before its start. Holds for "
        "requests made from now on."
    ),
    "cancellation_hours": gettext_lazy(
        "Holds for what is asked from now on: requests, agreed sessions and standing times keep what was shown."
    ),
    "takes_new_clients": gettext_lazy(
        "Off: people who are not clients yet can ask for no time, but may join the waiting list. Requests that wait "
        "already stay."
    ),
}


@admin.register(Practitioner)
class PractitionerAdmin(SampleAdmin):
    """The rules of the practice: notice, deadlines, caps, pause."""

    list_display = ["name", "zone_name", "is_paused", "takes_new_clients", "is_checked"]
    exclude = ["user"]
    readonly_fields = ["is_paused", "back_on"]  # a pause begins and ends on the desk's front page
    formfield_overrides = {
        EncryptedTextField: {"widget": forms.TextInput(attrs={"inputmode": "url", "class": "vURLField"})}
    }

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which says what a change does and to what it does not reach back."""
        return super().get_form(request, obj, change, **{"help_texts": RULES_HELP, **kwargs})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A practitioner stays, with every session of hers."""
        return False


SINCE = said(Client, "created_at")
CLIENT_FIELDS = (
    *("name", "status", "closes_on", "login", "way_in", "reaching", *REACH_FIELDS),
    *("zone_name", "wording", SINCE),
)


class ClientForm(ReachFields, forms.ModelForm[Client]):
    """A client's row, with the same questions about reaching her as in her space."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_number_in(self.instance.zone_name)

    def clean(self) -> dict[str, Any]:
        """Keep no number with email only."""
        cleaned = super().clean()
        return cleaned if self.errors else {**cleaned, **self.wishes().columns()}


@admin.register(Client)
class ClientAdmin(PlacesClients, admin.ModelAdmin[Client]):
    """People who asked, or were placed by hand. Making someone a client opens the worksheets to her, at once."""

    list_display = ["name", "status", "login", SINCE]
    list_filter = ["status"]
    search_fields = ["name", "user__email"]
    readonly_fields = ["status", "closes_on", "login", "way_in", "wording", "reaching", SINCE]
    list_select_related = ["user"]
    inlines = [ConsentInline, LedgerInline]
    actions = ["make_client", "pause_care", "end_care", "erase"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Erasing someone has its own path, with its own record."""
        return False

    def get_fields(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """Leave how to be reached to whoever can say it herself, and show no number that she did not offer."""
        if obj is None:
            return super().get_fields(request, obj)
        left_out = set(REACH_FIELDS) if obj.user_id is not None else set()
        left_out |= {"way_in"} if obj.has_address else {"login"}
        left_out |= set() if obj.closes_on else {"closes_on"}
        return [name for name in CLIENT_FIELDS if name not in left_out]

    def get_form(self, request: HttpRequest, obj: Client | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form that asks for her how to reach someone without a login."""
        own = {} if obj is None or obj.user_id is not None else {"form": ClientForm}
        return super().get_form(request, obj, change, **own, **kwargs)

    @admin.display(description=gettext_lazy("sign-in"))
    def way_in(self, client: Client) -> str:
        """Where somebody without email gets a PIN and a link."""
        return render_to_string("admin/way_in.html", {"client": client})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Client | None = None,
    ) -> HttpResponse:
        """Show with the form what the other rooms have of this client."""
        parts = {"parts": parts_of(obj, timezone.now(), is_therapist=is_therapist(request))} if obj else {}
        return super().render_change_form(request, {**context, **parts}, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("how to reach"))
    def reaching(self, client: Client) -> str:
        """What may be used besides email."""
        return render_to_string("admin/reaching.html", {"reaching": how_to_reach(client)})

    @admin.display(description=gettext_lazy("login"))
    def login(self, client: Client) -> str:
        """The address with which the person signs in."""
        return client.user.email if client.user else ""

    @admin.action(description=gettext_lazy("Make the chosen people clients: opens worksheets to them"))
    def make_client(self, request: HttpRequest, chosen: QuerySet[Client]) -> None:
        """Grant client status."""
        self.set_status(request, chosen, Client.Status.ACTIVE, timezone.now())

    @admin.action(description=gettext_lazy("Pause care: asks first; worksheets become read-only, standing times end"))
    def pause_care(self, request: HttpRequest, chosen: QuerySet[Client]) -> HttpResponse:
        """Go on to the page that names what ends with it; nothing is done yet."""
        return redirect(question_about(chosen, "admin:pause_care"))

    @admin.action(description=gettext_lazy("End care: asks first what becomes of sessions to come; standing times end"))
    def end_care(self, request: HttpRequest, chosen: QuerySet[Client]) -> HttpResponse:
        """Go on to the page that names the sessions to come; nothing is done yet."""
        return redirect(question_about(chosen, "admin:end_care"))

    @admin.action(description=gettext_lazy("Erase what is kept about one person: asks first"))
    def erase(self, request: HttpRequest, chosen: QuerySet[Client]) -> HttpResponse | None:
        """Go on to the page that says what goes and what stays; nothing is done yet."""
        if chosen.count() != 1:
            messages.error(request, _("Choose one person at a time for this."))
            return None
        return redirect("admin:erase_client", chosen[0].pk)

    def set_status(self, request: HttpRequest, chosen: QuerySet[Client], status: str, now: datetime) -> None:
        """Change the standing of each, and say how it went."""
        if not isinstance(request.user, User):
            raise Http404
        label = Client.Status(status).label
        for client in chosen:
            words = {"name": client.name, "status": label, "now": client.get_status_display()}
            try:
                set_client_status(client=client, status=status, by=request.user, now=now)
            except StandingError:
                messages.error(request, _("%(name)s: not changed; this does not follow “%(now)s”.") % words)
            else:
                messages.success(request, _("%(name)s: now “%(status)s”.") % words)


def question_about(chosen: QuerySet[Client], name: str) -> str:
    """Return the address of a page of the desk that asks something about these people."""
    query = urlencode([("client", str(client.pk)) for client in chosen])
    return f"{reverse(name)}?{query}"


LAST_LOGIN, JOINED = said(User, "last_login"), said(User, "date_joined")


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Logins: whether someone may sign in. Addresses and passwords are changed by their owners alone."""

    list_display = ["email", "is_active", "is_staff", LAST_LOGIN]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email"]
    fields = ["email", "is_active", "is_staff", LAST_LOGIN, JOINED]
    readonly_fields = ["email", "is_staff", LAST_LOGIN, JOINED]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Let nobody shut herself out of the desk: only somebody with a shell could open it again."""
        is_own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, *(["is_active"] if is_own else [])]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A login is born when a first request is verified."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Erasing someone has its own path, with its own record."""
        return False


# The pages of rights register themselves.
from accounts.rights import admin as rights  # noqa: E402, F401
