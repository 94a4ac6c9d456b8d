"""`manage.py prepare`."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """Bring a site on one's own machine up to date: in one process, since each start of Python takes a second."""

    help = "Migrate, load what is shipped and the sample hours, make the first login. Only for one's own machine."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step; a second time none of them has anything to do."""
        if settings.IS_HTTPS:
            raise CommandError("A deployed site runs migrate, createcachetable and load_facts: README.md says when.")
        if self.has_migrations_to_run():
            self.stdout.write("Preparing the database.")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        for command in ("load_facts", "load_sample", "make_therapist"):
            call_command(command, stdout=self.stdout, stderr=self.stderr)

    def has_migrations_to_run(self) -> bool:
        """Say whether the database is behind the code."""
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
