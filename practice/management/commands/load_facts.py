"""`manage.py load_facts`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from practice import shipped


class Command(BaseCommand):
    """Load what the software brings along; run it after every `migrate`, on every site."""

    help = "Load help lines, policy texts, essays and worksheets where there are none. Changes nothing that is there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was added."""
        try:
            added = {name: count for name, count in shipped.load_all().items() if count}
        except shipped.ChangedTextError as problem:
            raise CommandError(str(problem)) from None
        if added and options["verbosity"] > 0:
            self.stdout.write("Loaded: " + ", ".join(f"{name} ({count})" for name, count in added.items()) + ".")
