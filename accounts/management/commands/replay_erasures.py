"""After a backup was restored: erase again whomever the list of erasures names."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.rights.erasing import replay


class Command(BaseCommand):
    """Run it before the site goes up again; a second run finds nothing to do."""

    help = "Erase again, in a restored database, everyone whose erasure is on the list (see ERASURE_LIST)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay the list, and say how many were erased."""
        self.stdout.write(f"{replay()} erased again")
