"""The room of the sessions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """Install the database's guards after every migrate."""

    name = "bookings"
    verbose_name = _("Sessions")

    def ready(self) -> None:
        from bookings import guards
        from bookings.health import check_guards
        from practice import health

        health.register("guards", check_guards, is_necessary=True)
        post_migrate.connect(guards.install_after_migrate, sender=self)
