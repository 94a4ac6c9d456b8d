"""`manage.py rebuild_search`."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.searching.upkeep import rebuild


class Command(BaseCommand):
    """Make everything that the search knows anew."""

    help = "Make what the search knows of the essays anew. Changes no essay; readers can go on searching meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many essays there are."""
        self.stdout.write(f"The search knows {rebuild()} essays.")
