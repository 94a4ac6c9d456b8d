"""How long what is kept: each kind registers its default, the therapist sets the days, the worker does the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Period
from accounts.rights.holdings import Words

# Deletes what is older than the moment, and returns how many.
type Delete = Callable[[datetime], int]

RULE_8_3 = _(
    "Digital Personal Data Protection Rules 2025, rule 8(3): personal data and logs are kept for at least one year, "
    "then erased. A lawyer must check how this stands beside the right to erasure."
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing with a period. Without `delete` something else acts on the days, such as an erasure."""

    key: str
    title: Words
    days: int
    basis: Words
    delete: Delete | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind of thing that is kept for a number of days."""
    KINDS[kind.key] = kind


def days_of(key: str) -> int:
    """Return for how many days a kind is kept: as set at the desk, else the default."""
    set_days = Period.objects.filter(key=key).values_list("days", flat=True).first()
    return KINDS[key].days if set_days is None else set_days


def write_missing() -> None:
    """Give every kind its row, so that the desk shows it; those that are there stay as they are set."""
    rows = [Period(key=kind.key, days=kind.days, basis=str(kind.basis)) for kind in KINDS.values()]
    Period.objects.bulk_create(rows, ignore_conflicts=True)


def delete_old(now: datetime) -> None:
    """Delete what is past its period, and note the day and the count of each kind."""
    write_missing()
    for kind in KINDS.values():
        if kind.delete is not None:
            count = kind.delete(now - timedelta(days=days_of(kind.key)))
            Period.objects.filter(key=kind.key).update(last_run_at=now, last_count=count)
