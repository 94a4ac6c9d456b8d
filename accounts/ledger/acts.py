"""What can be done, as the client reads it in her space."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Client, LedgerEntry, Practitioner
from practice.models import Practice
from practice.times import Place, home_of, place_of, say_date, say_short


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act. `words` is a sentence with room for %(who)s, %(thing)s and %(day)s.

    What clients do themselves `is_clients_own`: the desk does not list it, for it would tell of what was taken back.
    `unnamed` says the same without the thing, for a phone that others may use.
    """

    words: str | Promise
    unnamed: str | Promise = ""
    is_clients_own: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the client reads it, by her own clock."""

    when: str
    instant: str
    words: str


ACTS: dict[str, Act] = {}


def register_act(name: str, act: Act) -> None:
    """Say how a kind of act is told."""
    ACTS[name] = act


def own_acts() -> list[str]:
    """Return the kinds of what clients do themselves."""
    return [name for name, act in ACTS.items() if act.is_clients_own]


def lines_for(client: Client, entries: Sequence[LedgerEntry], *, names_things: bool = True) -> list[Line]:
    """Return entries in words, in the client's zone. Two queries, however many there are."""
    practice = Practice.load()
    names = dict(Practitioner.objects.exclude(user=None).values_list("user_id", "name"))
    place = place_of(client.zone_name, home=home_of(practice, settings.TIME_ZONE))
    return [
        Line(
            say_short(entry.at, place),
            entry.at.isoformat(timespec="seconds"),
            say(entry, names.get(entry.by_number or 0, practice.therapist_name), place, names_things=names_things),
        )
        for entry in entries
    ]


def say(entry: LedgerEntry, who: str, place: Place, *, names_things: bool = True) -> str:
    """Return the sentence for an entry; one of a kind that is not known any more is named as it is stored."""
    name = f"{entry.act} {entry.thing.rpartition('> ')[2]}" if entry.act == "status" else entry.act
    act = ACTS.get(name)
    if act is None:
        return _("%(who)s: %(act)s") % {"who": who, "act": f"{entry.act} {entry.thing}".strip()}
    day = say_date(entry.thing_at, place.zone) if entry.thing_at else ""
    words = act.words if names_things or not act.unnamed else act.unnamed
    return str(words) % {"who": who, "thing": entry.thing, "day": day}
