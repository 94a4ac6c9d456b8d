"""The room of the sessions."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """Install the database's guards, and register what the ground floor asks of every room."""

    name = "bookings"
    verbose_name = _("Sessions")

    def ready(self) -> None:
        from accounts.signals import care_changed, care_changing
        from bookings import (
            causes,
            desk,
            desk_client,
            desk_pages,
            desk_video,
            emails,
            emails_ending,
            emails_together,
            emails_waiting,
            guards,
            opening,
            outside_polling,
        )
        from bookings.health import check_calendars, check_guards
        from bookings.services import offer_free_times, release_all_lapsed
        from bookings.services.joining import end_places_with_care
        from bookings.services.standing_times import end_with_care, fill_all, lock_for_care
        from practice import health, work

        post_migrate.connect(guards.install_after_migrate, sender=self)
        emails.register_kinds()
        emails_together.register_kinds()
        emails_waiting.register_kinds()
        causes.register_causes()
        emails_ending.register_kind()
        desk.register_sections()
        desk_video.register_section()
        desk_client.register_part()
        desk_pages.register_pages()
        opening.register_steps()
        advice = _("Restart the site, which puts them back. Confirm nothing until this light is green.")
        title = _("Guards against double booking")
        health.register("guards", check_guards, is_necessary=True, title=title, advice=advice)
        advice = _(
            "Open “Calendars of your own” on the desk: beside each stands what is wrong and what to do about it."
        )
        health.register("calendars", check_calendars, title=_("Calendars of your own"), advice=advice)
        work.register_job("read_calendars", outside_polling.start_reading, every=timedelta(seconds=15))
        care_changing.connect(lock_for_care)
        care_changed.connect(end_with_care)
        care_changed.connect(end_places_with_care)
        work.register_job("standing_times", fill_all, every=timedelta(hours=1))
        work.register_job("offer_free_times", offer_free_times, every=timedelta(minutes=1))
        work.register_job("release_lapsed", release_all_lapsed, every=timedelta(minutes=1))
