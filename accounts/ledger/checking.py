"""Whether the ledger is as it was written: nothing changed, taken out, moved or cut off."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.ledger import heads
from accounts.ledger.chain import Fault, Head, Link, faults_in, name_of
from accounts.ledger.writing import has_key, key_to_read, ledger_key
from accounts.models import LedgerEntry, User
from practice.health import Light

LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: in whose chain (None: a chain of which nothing is left), at which number."""

    client: UUID | None
    number: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Faults:
    """What a check found. `heads` are those of the sound chains, by their names outside the database."""

    entries: int
    wrong: tuple[Wrong, ...]
    heads: dict[str, Head]
    is_late: bool  # a head has not been kept outside the database for long

    @property
    def seal(self) -> str:
        """One short seal over all chains, to be noted on paper: it changes with every entry."""
        lines = "\n".join(f"{name} {head.number} {head.digest}" for name, head in sorted(self.heads.items()))
        digest = hashlib.sha256(lines.encode()).hexdigest()
        return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def check(now: datetime, client: UUID | None = None) -> Faults:
    """Check every chain, or one client's. Two queries; every entry is read, nothing is written."""
    key, kept = key_to_read(), heads.read()
    wrong: list[Wrong] = []
    sound: dict[str, Head] = {}
    entries, is_late, seen = 0, False, set()
    for owner, chain in groupby(read_entries(client), key=lambda entry: entry[0].client):
        links = list(chain)
        name = name_of(key, owner)
        seen.add(name)
        found = faults_in(key, [(link, digest) for link, digest, _is_hers in links], kept.get(name))
        found += [(link.number, Fault.CHANGED) for link, _digest, is_hers in links if not is_hers]
        wrong += [Wrong(owner, number, fault) for number, fault in found]
        entries += len(links)
        if not found:
            sound[name] = Head(links[-1][0].number, links[-1][1])
        known = kept[name].number if name in kept else 0
        is_late = is_late or any(link.number > known and now - link.at > LATE_AFTER for link, *_rest in links)
    expected = kept if client is None else {name: kept[name] for name in [name_of(key, client)] if name in kept}
    wrong += [Wrong(client, 1, Fault.CUT) for name in expected if name not in seen]
    return Faults(entries, tuple(wrong), sound, is_late)


def read_entries(client: UUID | None) -> Iterator[tuple[Link, str, bool]]:
    """Yield every entry by client and number, with its seal and whether its author is the one that was sealed.

    The author's login may be gone; it may not have become another.
    """
    rows = LedgerEntry.objects.filter(client=client) if client else LedgerEntry.objects.all()
    is_there = Exists(User.objects.filter(pk=OuterRef("by_number")))
    columns = ("client_id", "number", "at", "by_number", "act", "thing", "thing_at", "digest", "by_id", "is_there")
    ordered = rows.order_by("client_id", "number").annotate(is_there=is_there)
    for *link, digest, by, is_left in ordered.values_list(*columns).iterator(chunk_size=2000):
        sealed = Link(*link)
        yield sealed, digest, by == (sealed.by if is_left else None)


def keep_heads(now: datetime) -> None:
    """Keep the heads of all sound chains that are ahead of what is kept; what is wrong stays as it was noticed."""
    key, kept = ledger_key(), heads.read()
    ahead = {
        name: head for name, head in check(now).heads.items() if name not in kept or head.number > kept[name].number
    }
    heads.add(ahead)
    if ahead:
        there = LedgerEntry.objects.order_by().values_list("client_id", flat=True).distinct()
        for name in ahead.keys() - {name_of(key, client) for client in there}:
            heads.drop(name)  # erased meanwhile: see writing.keep


def check_light(now: datetime) -> Light:
    """Say whether the ledger is as it was written, and its seal."""
    found = check(now)
    if found.wrong:
        count = len(found.wrong)
        words = ngettext(
            "The ledger is not as it was written: %d place was changed, taken out or cut off.",
            "The ledger is not as it was written: %d places were changed, taken out or cut off.",
            count,
        )
        return Light(ok=False, text=words % count)
    if found.is_late:
        return Light(ok=False, text=_("The seal of the ledger cannot be kept outside the database."))
    if not has_key():
        return Light(ok=True, text=_("No entry yet. The worker makes the key of its seals within ten minutes."))
    words = ngettext(
        "%(count)d entry, as it was written. The seal over it: %(seal)s.",
        "%(count)d entries, as they were written. The seal over them: %(seal)s.",
        found.entries,
    )
    return Light(ok=True, text=words % {"count": found.entries, "seal": found.seal})
