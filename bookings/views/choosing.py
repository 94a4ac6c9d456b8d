"""Choosing a session and a time.

The public pages are the same for everyone, without a cookie; a client in care has their twins in her own space.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require_client, who_is_asking
from bookings import pages, selectors
from bookings.closed import reasons_of_rules, shown_referrals, wait_address, words_if_closed
from bookings.doors import OWN, PUBLIC, Door, door_to
from bookings.models import Mode, SessionType
from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, bookable_window
from practice import opening
from practice.fields import normalise
from practice.meta import PageMeta
from practice.middleware import public_page
from practice.texts import current_text, fill_in
from practice.times import Place
from practice.zones import is_zone

MOST_DAYS = 92


def offered_types(door: Door) -> QuerySet[SessionType]:
    """Return the session types that can be asked for behind a door, in their order."""
    rows = SessionType.objects.filter(is_offered=True).exclude(audience=door.hidden)
    return rows.select_related("practitioner")


def get_type(slug: str, asker: Asker = Asker.STRANGER) -> SessionType:
    """Return an offered session type or a 404; one for clients only is not there for anybody else."""
    rows = SessionType.objects.filter(is_offered=True).select_related("practitioner")
    if asker is not Asker.CLIENT:
        rows = rows.exclude(audience=SessionType.Audience.CLIENTS)
    return get_object_or_404(rows, slug=slug)


@require_safe
@public_page
def book(request: HttpRequest) -> HttpResponse:
    """Show what anyone can ask for; or, while the practice is not open for requests, whom to call."""
    return types_page(request, PUBLIC)


@require_safe
@require_client
def space_book(request: HttpRequest) -> HttpResponse:
    """Show what a client in care can ask for, also while no new clients are taken."""
    return types_page(request, OWN)


def types_page(request: HttpRequest, door: Door) -> HttpResponse:
    """Render the session types behind a door, or the words for why there are none."""
    context: dict[str, object] = {
        "door": door,
        "tz": request.GET.get("tz", ""),
        "types": [],
        "closed_words": "",
        "closed_title": _("Not open yet"),
    }
    practitioner, now = selectors.first_practitioner(), timezone.now()
    if not opening.is_open_for_requests():
        context["closed_words"] = _("Times cannot be asked for here yet. Please call instead.")
    elif practitioner and (words := words_if_closed(reasons_of_rules(practitioner, door.asker), practitioner, now)):
        title = _("No requests at present")
        context |= {"closed_words": words, "closed_title": title, "referrals": shown_referrals()}
        context["wait_url"] = wait_address(practitioner, door.asker)
    else:
        context["types"] = offered_types(door)
    return render(request, "bookings/booking_types.html", context)


@require_safe
@public_page
def book_times(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a week of free times as anyone may see them."""
    return times_page(request, slug, PUBLIC)


@require_safe
@require_client
def space_book_times(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a week of free times as a client in care may ask for them, first in the zone that she is known by."""
    client = who_is_asking(request).client
    return times_page(request, slug, OWN, known_zone=client.zone_name if client else "")


def times_page(request: HttpRequest, slug: str, door: Door, *, known_zone: str = "") -> HttpResponse:
    """Render a week of free times by day, in the asker's zone with the practice's beside it."""
    if not opening.is_open_for_requests():
        return redirect(door.types_name)
    session_type = get_object_or_404(offered_types(door), slug=slug)
    if reasons_of_rules(session_type.practitioner, door.asker):
        return redirect(door.types_name)
    asked_zone = request.GET.get("tz", known_zone)
    place, home = pages.places(session_type.practitioner, asked_zone)
    mode = chosen_mode(session_type, request.GET.get("mode", ""), is_away=not place.is_same_clock_as(home))
    slots = all_slots(session_type, mode, door.asker)
    monday = chosen_monday(request.GET.get("from", ""), slots, place)
    context = {
        "door": door,
        "is_at_once": door.is_own and session_type.confirms_at_once,
        "type": session_type,
        "mode": mode,
        "mode_label": Mode(mode).label,
        "mode_urls": pages.mode_choices(session_type, mode, tz=place.zone.key, door=door),
        "types_url": reverse(door.types_name),
        "cancellation_hours": session_type.practitioner.cancellation_hours,
        "is_sample": session_type.is_sample or session_type.practitioner.is_sample,
        "zone_name": place.zone.key,
        "zone_label": pages.week_zone_label(place, monday),
        "home_label": "" if place.is_same_clock_as(home) else home.name,
        "zone_choices": pages.zone_choices(place, home, timezone.now()),
        "zone_is_unknown": bool(asked_zone) and not is_zone(asked_zone),
        "from_day": monday.isoformat(),
        **week_of(session_type, slots, monday, place, home, request.GET.get("start", "")),
        **neighbours(session_type, slots, monday, place, mode, door),
    }
    return render(request, "bookings/booking_times.html", context)


def week_of(
    session_type: SessionType, slots: list[Slot], monday: date, place: Place, home: Place, asked: str
) -> dict[str, object]:
    """Return what the page shows of one week: its days, its name, and the slot chosen in it."""
    window = pages.week_window(monday, place)
    here = [slot for slot in slots if window.start <= slot.start < window.end]
    start = parse_instant(asked)
    chosen = start if start in {slot.start for slot in here} else None
    today = timezone.now().astimezone(place.zone).date()
    return {
        "days": pages.week_of_days(here, monday, place, home, pages.utc_value(chosen) if chosen else "", today=today),
        "week_label": pages.week_label(monday),
        "chosen": pages.chosen_time(session_type, chosen, place, home),
        "is_empty": not here,
    }


@require_safe
@public_page
def book_policy(request: HttpRequest) -> HttpResponse:
    """Show what holds when plans change, with the hours that the practitioner's rules give."""
    text = current_text("cancellation")
    practitioner = selectors.first_practitioner()
    if text is None or practitioner is None:
        raise Http404
    for part in ("summary", "body"):
        setattr(text, part, fill_in(getattr(text, part), cancellation_hours=practitioner.cancellation_hours))
    return render(request, "practice/text_page.html", {"text": text, "meta": PageMeta(request.path, text.title)})


@require_safe
@public_page
def book_times_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the free times from one date to another, both included, read in the practice's zone."""
    session_type = get_type(slug)
    practitioner = session_type.practitioner
    today = timezone.now().astimezone(practitioner.zone).date()
    first = parse_date(request.GET.get("from", "")) if "from" in request.GET else today
    last = parse_date(request.GET.get("to", "")) if "to" in request.GET else (first or today) + timedelta(days=13)
    if first is None or last is None or not first <= last < first + timedelta(days=MOST_DAYS):
        message = _("Give from and to as dates such as 2026-11-25, at most %(days)s days.") % {"days": MOST_DAYS}
        return JsonResponse({"error": message}, status=400)
    mode = request.GET.get("mode", "")
    if mode and mode not in session_type.modes:
        return JsonResponse({"error": _("This session is not held in that way.")}, status=400)
    window = Interval(
        datetime.combine(first, time(), practitioner.zone).astimezone(UTC),
        datetime.combine(last + timedelta(days=1), time(), practitioner.zone).astimezone(UTC),
    )
    slots = slots_for(session_type, mode or None, window, Asker.STRANGER) if opening.is_open_for_requests() else []
    answer: dict[str, object] = {
        "zone": practitioner.zone_name,
        "slots": [{"start": pages.utc_value(slot.start), "modes": sorted(slot.modes)} for slot in slots],
    }
    if practitioner.is_sample or session_type.is_sample:
        answer["notice"] = _("Example times: the practice has not set its hours yet.")
    return JsonResponse(answer)


def slots_for(
    session_type: SessionType, mode: str | None, window: Interval, asker: Asker, ignore_session: UUID | None = None
) -> list[Slot]:
    """Return the slots of a window as `asker` sees them now."""
    return selectors.offered_slots(
        session_type=session_type,
        mode=mode,
        window=window,
        now=timezone.now(),
        asker=asker,
        ignore_session=ignore_session,
    )


def all_slots(session_type: SessionType, mode: str, asker: Asker, *, ignore_session: UUID | None = None) -> list[Slot]:
    """Return every slot up to the horizon: for the week shown, the weeks beside it and the next free one.

    `ignore_session` is one that would make room, such as the asker's own draft.
    """
    rules = selectors.policy_of(session_type.practitioner)
    if rules.horizon <= rules.notice:
        return []
    window = bookable_window(rules, now=timezone.now(), asker=asker)
    return slots_for(session_type, mode, window, asker, ignore_session)


def chosen_mode(session_type: SessionType, asked: str, *, is_away: bool = False) -> str:
    """Return the way that was asked for; without one, the first that the type offers, and video to who is far away."""
    if asked in session_type.modes:
        return asked
    return (Mode.VIDEO if is_away and session_type.video else session_type.modes[0]).value


def chosen_monday(asked: str, slots: list[Slot], place: Place) -> date:
    """Return the Monday of the week asked for; without one, of the first week that has a free time."""
    if day := parse_date(asked):
        return pages.monday_of(day)
    first = slots[0].start if slots else timezone.now()
    return pages.monday_of(first.astimezone(place.zone).date())


def neighbours(
    session_type: SessionType, slots: list[Slot], monday: date, place: Place, mode: str, door: Door
) -> dict[str, str]:
    """Return the addresses of the weeks before and after, as far as anything is free, and of the next free time."""
    return pages.weeks_beside(
        slots,
        monday,
        place,
        lambda week: pages.times_address(
            session_type, door, tz=place.zone.key, mode=mode, **{"from": week.isoformat()}
        ),
    )


def parse_date(text: str) -> date | None:
    """Return an ISO date of this century, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def parse_instant(text: str) -> datetime | None:
    """Return the UTC instant of `2026-11-25T07:30:00Z`, on a whole minute of this century, or None."""
    try:
        instant = datetime.strptime(normalise(text), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return instant if 2000 <= instant.year <= 2100 and not instant.second else None


def to_times(session_type: SessionType, request: HttpRequest, asker: Asker) -> HttpResponse:
    """Send someone without a time back to choose one, with what they had chosen."""
    query = {name: request.GET.get(name, "") for name in ("tz", "mode")}
    return redirect(pages.times_address(session_type, door_to(session_type, asker), **query))
