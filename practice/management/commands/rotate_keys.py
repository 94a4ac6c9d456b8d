"""`manage.py rotate_keys`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from practice.crypto import encrypted_fields
from practice.rotation import LostKeyError, Tally, count_left, rotate

PASSES = 3


class Command(BaseCommand):
    """Encrypt every private text again with the newest key; the site may stay open meanwhile."""

    help = (
        "Put a new key first in FIELD_KEYS, keep the old one behind it, restart the site, then run this. "
        "May be stopped and run again. Once it says that no value is left under an older key, the old key may go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate every field, then look for what was written under an older key meanwhile."""
        self.stdout.write(f"The newest key is {next(iter(settings.FIELD_KEYS))}.")
        damaged: dict[str, list[str]] = {}
        total = 0
        for _attempt in range(PASSES):
            tallies = self.rotate_all(total)
            total += sum(tally.rotated for tally in tallies)
            damaged = {tally.name: tally.damaged for tally in tallies if tally.damaged}
            left = sum(count_left(field) for field in encrypted_fields())
            if left <= sum(map(len, damaged.values())):
                break
        self.stdout.write(f"{total} values rotated; {left} left under an older key.")
        if damaged:
            rows = "; ".join(f"{name}: rows {', '.join(keys)}" for name, keys in damaged.items())
            raise CommandError(f"Not genuine, and left as they are: {rows}.")
        if left:
            raise CommandError("Something still writes with an older key: restart the site, then run this again.")

    def rotate_all(self, already: int) -> list[Tally]:
        """Rotate every field once, and say how far it is."""
        tallies: list[Tally] = []
        for field in encrypted_fields():
            try:
                tallies.append(rotate(field))
            except LostKeyError as lost:
                done = already + sum(tally.rotated for tally in tallies)
                raise CommandError(
                    f"{lost.name} holds a value sealed with the key {lost.key_id}, which is not in FIELD_KEYS. "
                    f"Put that key back behind the newest and run this again. At least {done} values were rotated "
                    "before that and are sound."
                ) from None
            if tallies[-1].rotated:
                self.stdout.write(f"{tallies[-1].name}: {tallies[-1].rotated} rotated.")
        return tallies
