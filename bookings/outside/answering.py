"""From a wish to an answer: fetch if there is an address, read, and put every failure into a code."""

import base64
from contextlib import nullcontext
from zoneinfo import ZoneInfo

from bookings.outside.apart import Answer, Wish, from_minutes, to_minutes
from bookings.outside.fetching import LARGEST, Fetched, FetchError, Network, fetch
from bookings.outside.reading import Limit, NotACalendarError, TooMuchError, read_calendar
from bookings.scheduling.intervals import Interval


def answer_to(
    wish: Wish, *, network: Network | None = None, fetch_limit: Limit = nullcontext, entry_limit: Limit = nullcontext
) -> Answer:
    """Return what a wish comes to; whatever goes wrong is the answer's `problem`."""
    try:
        with fetch_limit():
            found = content_of(wish, network)
    except FetchError as error:
        return Answer(problem=error.code)
    except Exception:  # noqa: BLE001  the time was over, wherever it just was
        return Answer(problem="slow")
    if found.content is None:
        return Answer(is_unchanged=True, etag=found.etag, last_modified=found.last_modified)
    return read(wish, found, entry_limit)


def content_of(wish: Wish, network: Network | None) -> Fetched:
    """Return the file: fetched, or as it came along."""
    if wish.address:
        return fetch(wish.address, etag=wish.etag, last_modified=wish.last_modified, network=network)
    content = base64.b64decode(wish.content)
    if len(content) > LARGEST:
        raise FetchError("too_big")
    return Fetched(content)


def read(wish: Wish, found: Fetched, limit: Limit) -> Answer:
    """Read a file that is here."""
    window = Interval(from_minutes(wish.start), from_minutes(wish.end))
    try:
        reading = read_calendar(
            found.content or b"", zone=ZoneInfo(wish.zone), window=window, own_host=wish.own_host, limit=limit
        )
    except NotACalendarError:
        return Answer(problem="not_calendar")
    except TooMuchError:
        return Answer(problem="too_much")
    if reading.unreadable and not reading.entries:
        return Answer(
            problem="nothing_read"
        )  # cut off or damaged: to keep it would look like a calendar without entries
    busy = tuple((to_minutes(each.start), to_minutes(each.end)) for each in reading.busy)
    return Answer(
        busy=busy,
        entries=reading.entries,
        unreadable=reading.unreadable,
        etag=found.etag,
        last_modified=found.last_modified,
    )
