"""Asking: details, code, and the page that says what happens next."""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import who_is_asking
from accounts.models import Client
from accounts.reach import wishes_of
from bookings import access, consent, pages, selectors
from bookings.closed import shown_referrals, wait_address, words_if_closed
from bookings.doors import door_to
from bookings.errors import FullError, KeyReusedError, SlotTakenError, TermsChangedError, TooManyOpenError
from bookings.forms import RequestForm
from bookings.models import Booking, Mode, SessionType
from bookings.on_file import on_file, texts_on_file
from bookings.request_limits import mails_to, requests_from, requests_of
from bookings.scheduling.availability import Slot
from bookings.scheduling.lifecycle import is_late_cancellation
from bookings.scheduling.policy import Asker, Reason
from bookings.services import RequestDetails, has_made, request_session
from bookings.services.caps import asker_of, confirms_at_once, is_full
from bookings.shown_terms import terms_shown, texts_in_force
from bookings.views.choosing import all_slots, chosen_mode, get_type, parse_instant, to_times
from bookings.views.drafts import MEND, draft_words, to_mend, unproved_draft
from bookings.views.other_time import SHOW_TIMES, TAKE_TIME, times_page, typed_words
from practice import opening
from practice.keeping import keep_words
from practice.limits import spend_in_turn
from practice.nearest_help import young_help_near
from practice.times import Place


@keep_words(
    written=["name", "email", "note", "phone", "safe_hours"],
    hidden=[
        *("request_key", "opened", "is_adult", "guardian", "reach", "voicemail", "limits", "consent", "start"),
        *(SHOW_TIMES, TAKE_TIME, MEND),
    ],
)
@require_http_methods(["GET", "HEAD", "POST"])
def book_details(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for one slot. A time that has gone comes back with everything typed and the nearest others."""
    client = who_is_asking(request).client
    session_type = get_type(slug, asker_of(client))
    start = parse_instant(request.POST.get("start") or request.GET.get("start", ""))
    if not opening.is_open_for_requests():
        return redirect("book")
    if start is None:
        return to_times(session_type, request, asker_of(client))
    mode = chosen_mode(session_type, request.GET.get("mode", ""))
    place, home = pages.places(session_type.practitioner, request.GET.get("tz", ""))
    page = DetailsPage(request, session_type, start, mode, place, home, client)
    return page.post() if request.method == "POST" else page.get()


class DetailsPage:
    """The details page for one slot: what its GET and its POST have in common."""

    def __init__(
        self,
        request: HttpRequest,
        session_type: SessionType,
        start: datetime,
        mode: str,
        place: Place,
        home: Place,
        client: Client | None,
    ) -> None:
        self.request = request
        self.session_type = session_type
        self.start = start
        self.mode = mode
        self.place = place
        self.home = home
        self.client = client
        self.draft = unproved_draft(request)
        self.texts = texts_in_force()
        self.now = timezone.now()

    def get(self) -> HttpResponse:
        """Show the empty form, or say at once that the time has gone; who holds it already is led to the request."""
        made = access.draft_of(self.request)
        if made and made.blocks and made.status != Booking.Status.DRAFT and self.is_for(made):
            return redirect("book_asked", reference=made.uuid)
        initial: dict[str, str | bool] = {}
        if self.client:
            initial = {"name": self.client.name, "email": self.request.user.email}  # type: ignore[union-attr]
        return self.unsent(initial)

    def unsent(self, initial: dict[str, str | bool]) -> HttpResponse:
        """Show the form with some words in it, not judged yet, or say that no more requests fit, or the time went."""
        form = self.form(initial=initial)
        if asker_of(self.client) is Asker.STRANGER and is_full(self.session_type.practitioner, self.now):
            return self.page(form, HTTPStatus.CONFLICT, refusal="full")
        return self.page(form) if self.is_free() else self.page(form, HTTPStatus.CONFLICT)

    def post(self) -> HttpResponse:
        """Make the request, or bring the form back with every word kept; or let another time be chosen first."""
        if MEND in self.request.POST:
            draft = to_mend(self.request, self.draft)
            return self.unsent(draft_words(draft)) if draft else self.get()
        if SHOW_TIMES in self.request.POST and not self.closed_words():
            return times_page(self)
        if {SHOW_TIMES, TAKE_TIME} & self.request.POST.keys():
            status = HTTPStatus.OK if self.is_free() else HTTPStatus.CONFLICT
            return self.page(self.form(initial=typed_words(self.request)), status)
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        # In this order: whoever finds the time taken by this very form then also finds the request that took it.
        is_free = self.is_free()
        if not self.was_sent_before(form) and (refused := self.why_not_sent(form, is_free=is_free)):
            return refused
        try:
            booking = request_session(
                session_type=self.session_type,
                details=self.details(form),
                request_key=form.key,
                browser_key=access.browser_key(self.request),
                now=self.now,
                client=self.client,
            )
        except SlotTakenError:
            return self.page(form.with_new_key(), HTTPStatus.CONFLICT)
        except KeyReusedError as error:
            return self.already_made(error.booking)
        except TermsChangedError:
            return self.page(self.form(self.request.POST), HTTPStatus.UNPROCESSABLE_ENTITY)
        except TooManyOpenError:
            return self.page(form, HTTPStatus.CONFLICT, refusal="too many")
        except FullError:
            return self.page(form, HTTPStatus.CONFLICT, refusal="full")
        if booking.status == Booking.Status.DRAFT:
            return redirect("book_verify")
        return redirect("book_asked", reference=booking.uuid)

    def why_not_sent(self, form: RequestForm, *, is_free: bool) -> HttpResponse | None:
        """Return the page that says why a form that comes for the first time is not sent on; None where it is."""
        if form.shows_other_terms:
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if not is_free:
            return self.page(form.with_new_key(), HTTPStatus.CONFLICT)
        if form.looks_sent_by_a_machine(self.now):
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if self.is_within_limits(form) or self.is_made_meanwhile(form):
            return None
        return self.page(form, HTTPStatus.TOO_MANY_REQUESTS)

    def form(self, data: QueryDict | None = None, initial: dict[str, str | bool] | None = None) -> RequestForm:
        """Return the form: what is known is not asked again, nor a guardian where one agreed."""
        terms = terms_shown(self.session_type, self.texts)
        has_guardian = consent.has_guardian(self.client)
        form = RequestForm(
            data,
            initial=initial,
            terms=terms,
            is_known=self.client is not None,
            has_guardian=has_guardian,
            on_file=on_file(self.client, self.texts),
        )
        form.read_number_in(self.place.zone.key)
        if self.client is not None and not self.client.has_address:
            form.ask_no_address()
        return form

    def details(self, form: RequestForm) -> RequestDetails:
        """Return what the form and the address ask for; a signed-in client keeps the proved address."""
        typed = form.cleaned_data
        email = self.request.user.email if self.client else typed["email"]  # type: ignore[union-attr]
        return RequestDetails(
            starts_at=self.start,
            mode=self.mode,
            name=typed["name"] if self.client is None else typed.get("name", self.client.name),
            email=email,
            client_zone=self.place.zone.key,
            note=typed["note"],
            wishes=wishes_of(self.client) if self.client else form.wishes(),
            notice_text=self.texts["notice"],
            confidentiality_text=self.texts["confidentiality"],
            cancellation_policy=self.texts["cancellation"],
            on_file=texts_on_file(form.on_file, self.texts),
            is_minor=form.is_for_child,
            guardian_word=form.guardian_word,
        )

    def is_free(self) -> bool:
        """Tell whether the slot is free as things stand; the service decides again under its lock."""
        return not self.reasons()

    def reasons(self) -> list[Reason]:
        """Return what speaks against the slot."""
        return selectors.reasons_against(
            session_type=self.session_type,
            start=self.start,
            mode=self.mode,
            now=self.now,
            asker=asker_of(self.client),
            ignore_session=self.own_draft(),
        )

    def closed_words(self) -> str:
        """Return what is said where no time at all can be asked for, whatever it is; "" where another one could be."""
        return words_if_closed(self.reasons(), self.session_type.practitioner, self.now)

    def is_past_free(self) -> bool:
        """Tell whether a cancellation would be late from the beginning."""
        window = timedelta(hours=self.session_type.practitioner.cancellation_hours)
        return is_late_cancellation(self.now, self.start, window=window)

    def own_draft(self) -> UUID | None:
        """Return the session of this browser's draft, which a new request ends: it must not stand in its own way."""
        return self.draft.session_id if self.draft else None

    def is_for(self, booking: Booking) -> bool:
        """Tell whether a booking is for the slot of this page."""
        return (booking.session_type_id, booking.starts_at) == (self.session_type.pk, self.start)

    @staticmethod
    def was_sent_before(form: RequestForm) -> bool:
        """Tell whether this very form has already made a request, whose own time it would then find taken."""
        return Booking.objects.filter(request_key=form.key).exists()

    def is_made_meanwhile(self, form: RequestForm) -> bool:
        """Tell whether this very form, sent several times at once, has made its request while this one was counted."""
        return has_made(session_type=self.session_type, request_key=form.key, now=self.now)

    def is_within_limits(self, form: RequestForm) -> bool:
        """Count a request for a free time against where it comes from, and who asks or the mailbox it would fill."""
        of = [requests_of(self.client)] if self.client else mails_to(form.cleaned_data["email"], self.request)
        return spend_in_turn([*requests_from(self.request), *of])

    def already_made(self, booking: Booking) -> HttpResponse:
        """Show the request that this form has already made; only in the browser that made it."""
        if booking.browser_key != access.browser_key(self.request):
            raise Http404
        context = {
            "session": pages.session_view(booking, self.now),
            "type": self.session_type,
            "page_url": reverse("book_asked", args=[booking.uuid]),
        }
        return render(self.request, "bookings/booking_already.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def page(self, form: RequestForm, status: int = HTTPStatus.OK, *, refusal: str = "") -> HttpResponse:
        """Render the form; where the time is gone, with the five nearest others. `refusal`: "too many" or "full"."""
        is_gone = status == HTTPStatus.CONFLICT and not refusal
        practitioner = self.session_type.practitioner
        closed_words = self.closed_words() if is_gone else ""
        tz = self.place.zone.key
        door = door_to(self.session_type, asker_of(self.client))
        context = {
            "kind_words": form.take_kind_words(),
            "form": form.with_fresh_token(self.now) if form.is_bound else form,
            "form_action": pages.details_address(self.session_type, start=self.start, mode=self.mode, tz=tz),
            "type": self.session_type,
            "mode_label": Mode(self.mode).label,
            "chosen": pages.chosen_time(self.session_type, self.start, self.place, self.home),
            "times_url": pages.times_address(self.session_type, door, tz=tz, mode=self.mode),
            "cancellation_hours": practitioner.cancellation_hours,
            "is_past_free": self.is_past_free(),
            "notice": self.texts["notice"],
            "limits": self.texts["confidentiality"],
            "has_words": self.request.method == "POST",
            "has_too_many": refusal == "too many",
            "is_full": refusal == "full",
            "is_gone": is_gone,
            "closed_words": closed_words,
            "referrals": shown_referrals() if closed_words else [],
            "wait_url": wait_address(practitioner, asker_of(self.client)) if closed_words else "",
            "is_too_often": status == HTTPStatus.TOO_MANY_REQUESTS,
            "other_times": self.nearest() if is_gone and not closed_words else [],
            "is_signed_in": self.client is not None,
            "known_name": self.client.name if self.client else "",
            "is_at_once": confirms_at_once(self.session_type, self.client, self.now) and not form.asks_guardian,
            "young_help": young_help_near(tz) if form.asks_guardian else None,
        }
        return render(self.request, "bookings/booking_details.html", context, status=status)

    def free_slots(self) -> list[Slot]:
        """Return every time that can be chosen instead."""
        own = self.own_draft()
        return all_slots(self.session_type, self.mode, asker_of(self.client), ignore_session=own)

    def nearest(self) -> list[pages.OtherTime]:
        """Return links to the five free times nearest to the one that has gone."""
        slots = selectors.nearest_slots(
            session_type=self.session_type,
            mode=self.mode,
            around=self.start,
            now=self.now,
            asker=asker_of(self.client),
            ignore_session=self.own_draft(),
        )
        return pages.other_times(self.session_type, slots, self.mode, self.place, self.home)
