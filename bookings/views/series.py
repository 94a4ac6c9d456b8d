"""Several dates at once, for a client in care: the table, the request, and the page that shows how it stands."""

from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require_client, require_signed_in, who_is_asking
from accounts.models import Client, User
from accounts.reach import wishes_of
from bookings import access, pages, selectors
from bookings.doors import OWN
from bookings.errors import (
    BookingError,
    KeyReusedError,
    NotInCareError,
    SeriesRefusedError,
    TermsChangedError,
    TooManyOpenError,
)
from bookings.help_first import help_first
from bookings.models import Booking, Mode
from bookings.on_file import on_file, texts_on_file
from bookings.request_limits import requests_from, requests_of
from bookings.series_forms import RhythmForm, SeriesForm
from bookings.series_table import Plan, name_of, table_of
from bookings.services import RequestDetails, has_made, request_series, withdraw_series
from bookings.services.series import MOST_DATES, refused_dates
from bookings.shown_terms import terms_shown, texts_in_force
from bookings.standing import standing_of, status_at
from bookings.views.choosing import chosen_mode, offered_types, parse_instant
from practice import opening
from practice.keeping import keep_words
from practice.limits import spend_in_turn

DATES = [name_of(number) for number in range(MOST_DATES)]


@keep_words(written=["note"], hidden=["request_key", "opened", "limits", "consent", *DATES])
@require_http_methods(["GET", "HEAD", "POST"])
@require_client
def space_book_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every date of a series, free or taken (GET); ask for those that were chosen, in one go (POST)."""
    session_type = get_object_or_404(offered_types(OWN), slug=slug)
    if not opening.is_open_for_requests() or session_type.practitioner.is_paused:
        return redirect("space_book")
    first = parse_instant(request.GET.get("start", ""))
    client = who_is_asking(request).client
    if first is None or client is None:
        return redirect(pages.times_address(session_type, OWN))
    every, number = RhythmForm.read(request.GET)
    mode = chosen_mode(session_type, request.GET.get("mode", ""))
    page = SeriesPage(request, Plan(session_type, mode, first, every, number), client)
    return page.post() if request.method == "POST" else page.page(page.form())


class SeriesPage:
    """The table of one series: what its GET and its POST have in common."""

    def __init__(self, request: HttpRequest, plan: Plan, client: Client) -> None:
        self.request, self.plan, self.client = request, plan, client
        asked_zone = request.GET.get("tz", client.zone_name)
        self.place, self.home = pages.places(plan.session_type.practitioner, asked_zone)
        self.texts = texts_in_force()
        self.now = timezone.now()

    def form(self, data: QueryDict | None = None) -> SeriesForm:
        """Return the form, for the terms that hold now."""
        terms = terms_shown(self.plan.session_type, self.texts)
        return SeriesForm(data, terms=terms, on_file=on_file(self.client, self.texts))

    def post(self) -> HttpResponse:
        """Ask for the chosen dates, or bring the table back with every choice and word kept."""
        form, chosen = self.form(self.request.POST), self.chosen()
        if not form.is_valid():
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY, chosen)
        starts = [start for start in chosen.values() if start is not None]
        if not starts:
            form.add_error(None, _("Choose at least one date"))
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY, chosen)
        # In this order: whoever finds the dates taken by this very form then also finds the series that took them.
        is_free = not refused_dates(self.plan.session_type, sorted(starts), self.plan.mode, self.now)
        if not selectors.series_rows(form.key).exists():  # the first time that this form is sent
            if form.shows_other_terms:
                return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY, chosen)
            if not is_free:
                return self.page(form.with_new_key(), HTTPStatus.CONFLICT, chosen)
            if form.looks_sent_by_a_machine(self.now):
                return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY, chosen)
            if not self.is_within_limits() and not self.is_made_meanwhile(form):
                return self.page(form, HTTPStatus.TOO_MANY_REQUESTS, chosen)
        return self.ask(form, chosen, starts)

    def ask(self, form: SeriesForm, chosen: dict[int, datetime | None], starts: list[datetime]) -> HttpResponse:
        """Write the series, or nothing at all."""
        try:
            rows = request_series(
                session_type=self.plan.session_type,
                details=self.details(form),
                starts=starts,
                request_key=form.key,
                browser_key=access.browser_key(self.request),
                now=self.now,
                client=self.client,
            )
        except SeriesRefusedError:
            return self.page(form.with_new_key(), HTTPStatus.CONFLICT, chosen)
        except TermsChangedError:
            return self.page(self.form(self.request.POST), HTTPStatus.UNPROCESSABLE_ENTITY, chosen)
        except TooManyOpenError:
            return self.page(form, HTTPStatus.CONFLICT, chosen, has_too_many=True)
        except KeyReusedError as error:
            messages.info(self.request, _("This form was sent before. The request that it made stands as it is."))
            if error.booking.series == form.key:
                return redirect("space_series", form.key)
            return redirect("book_asked", reference=error.booking.uuid)
        except NotInCareError:
            return redirect("space")
        return redirect("space_series", rows[0].series)

    def chosen(self) -> dict[int, datetime | None]:
        """Return what was chosen for each date; None leaves it out."""
        return {number: parse_instant(self.request.POST.get(DATES[number], "")) for number in range(self.plan.number)}

    def details(self, form: SeriesForm) -> RequestDetails:
        """Return what the form and the address ask for."""
        return RequestDetails(
            starts_at=self.plan.first,
            mode=self.plan.mode,
            name=self.client.name,
            email=self.request.user.email,  # type: ignore[union-attr]
            client_zone=self.place.zone.key,
            note=form.cleaned_data["note"],
            wishes=wishes_of(self.client),
            notice_text=self.texts["notice"],
            confidentiality_text=self.texts["confidentiality"],
            cancellation_policy=self.texts["cancellation"],
            on_file=texts_on_file(form.on_file, self.texts),
        )

    def is_made_meanwhile(self, form: SeriesForm) -> bool:
        """Tell whether this very form, sent several times at once, has made its series while this one was counted."""
        return has_made(session_type=self.plan.session_type, request_key=form.key, now=self.now)

    def is_within_limits(self) -> bool:
        """Count a request for free dates against the place it comes from and against who asks."""
        return spend_in_turn([*requests_from(self.request), requests_of(self.client)])

    def page(
        self,
        form: SeriesForm,
        status: int = HTTPStatus.OK,
        chosen: dict[int, datetime | None] | None = None,
        *,
        has_too_many: bool = False,
    ) -> HttpResponse:
        """Render the table; where dates went meanwhile, with these marked and the rest kept."""
        plan, table = self.plan, table_of(self.plan, self.place, self.home, self.now, chosen)
        session_type = plan.session_type
        context = {
            "form": form.with_fresh_token(self.now) if form.is_bound else form,
            "table": table,
            "rhythm": RhythmForm(initial={"every": plan.every_weeks, "number": plan.number}),
            "query": self.query(),
            "form_action": f"?{urlencode({**self.query(), 'every': plan.every_weeks, 'number': plan.number})}",
            "type": session_type,
            "mode_label": Mode(plan.mode).label,
            "zone_label": pages.zone_label(self.place, plan.first),
            "home_label": "" if self.place.is_same_clock_as(self.home) else self.home.name,
            "times_url": pages.times_address(session_type, OWN, tz=self.place.zone.key, mode=plan.mode),
            "cancellation_hours": session_type.practitioner.cancellation_hours,
            "limits": self.texts["confidentiality"],
            "notice": self.texts["notice"],
            "is_gone": status == HTTPStatus.CONFLICT and not has_too_many,
            "is_too_often": status == HTTPStatus.TOO_MANY_REQUESTS,
            "has_too_many": has_too_many,
            "is_at_once": session_type.confirms_at_once,
        }
        return render(self.request, "bookings/series_table.html", context, status=status)

    def query(self) -> dict[str, str]:
        """Return what the address of this page says besides the rhythm."""
        return {"start": pages.utc_value(self.plan.first), "mode": self.plan.mode, "tz": self.place.zone.key}


@require_safe
@require_signed_in
def space_series(request: HttpRequest, series: UUID) -> HttpResponse:
    """Show how a series stands, date by date."""
    rows, now = own_series(request, series), timezone.now()
    waiting = [row for row in rows if status_at(row, now) == Booking.Status.REQUESTED]
    context = {
        "cards": [card_of(row, now) for row in rows],
        "waiting": len(waiting),
        "deadline": pages.session_view(waiting[0], now).deadline if waiting else "",
        "is_paused": bool(waiting and waiting[0].hold_left is not None),
        "withdraw_url": reverse("space_series_withdraw", args=[series]) if waiting else "",
        "help_first": help_first(rows, now),
    }
    return render(request, "bookings/series_asked.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_signed_in
def space_series_withdraw(request: HttpRequest, series: UUID) -> HttpResponse:
    """Ask (GET), then take every waiting date of a series back (POST)."""
    rows, now = own_series(request, series), timezone.now()
    waiting = [row for row in rows if status_at(row, now) == Booking.Status.REQUESTED]
    if not waiting:
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
        return redirect("space_series", series)
    if request.method == "POST":
        try:
            withdraw_series(series=series, by=request.user if isinstance(request.user, User) else None, now=now)
            messages.success(request, _("Withdrawn. The times are free again."))
        except BookingError:
            messages.info(request, _("Nothing was changed: this page now shows how things stand."))
        return redirect("space_series", series)
    context = {"cards": [card_of(row, now) for row in waiting], "back_url": reverse("space_series", args=[series])}
    return render(request, "bookings/series_withdraw.html", context)


def own_series(request: HttpRequest, series: UUID) -> list[Booking]:
    """Return the dates of a series that the asker asked for; not hers and not there are the same 404."""
    client = who_is_asking(request).client
    rows = list(selectors.series_rows(series).filter(client=client)) if client else []
    if not rows:
        raise Http404
    return rows


def card_of(booking: Booking, now: datetime) -> dict[str, object]:
    """Return one date as the pages of a series list it."""
    current = selectors.current_row(booking.session_id) or booking
    view = pages.session_view(current, now)
    return {
        "session": view,
        "standing": standing_of(view, now),
        "page": reverse("book_asked", args=[booking.uuid]),
    }
