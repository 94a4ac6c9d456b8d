"""`manage.py check_ledger`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.ledger import check, heads


class Command(BaseCommand):
    """Tell whether the ledger is as it was written, and where it is not."""

    help = (
        "Reads every entry. Faults are named by client and number. After an older backup was restored, entries that "
        "came after it are missing for good: --begin-again keeps the seals of what is there now, once you know why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--begin-again", action="store_true", help="trust the ends of all chains as they are now")

    def handle(self, *args: Any, begin_again: bool = False, **options: Any) -> None:
        """Check, and say what was found."""
        if begin_again:
            heads.replace({})
        found = check(timezone.now())
        for wrong in found.wrong:
            self.stdout.write(
                f"client {wrong.client or '(nothing is left of her chain)'}, entry {wrong.number}: {wrong.fault}"
            )
        if begin_again:
            heads.replace(found.heads)
        self.stdout.write(f"{found.entries} entries. Seal: {found.seal}.")
        if found.wrong:
            raise CommandError(f"The ledger is not as it was written: {len(found.wrong)} faults.")
