"""The ground floor: the practice's own data and the desk."""

from datetime import timedelta

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    """Register what the ground floor itself watches, repeats and sends."""

    name = "practice"
    verbose_name = _("Practice")

    def ready(self) -> None:
        from practice import contact, health, limits, mail, work
        from practice.mail import forwarding, outbox
        from practice.shipped import parts

        health.register("database", health.check_database, is_necessary=True)
        health.register("worker", health.check_worker)
        health.register("messages", health.check_messages)
        health.register("jobs", health.check_jobs)
        work.register_job("forget old limits", limits.forget_old_limits, timedelta(hours=1))
        work.register_job("blank old messages", outbox.blank_old_bodies, timedelta(days=1))
        mail.register(forwarding.KIND, forwarding.render_account)
        mail.register(contact.KIND, contact.render_note)
        parts.register()


class DeskConfig(AdminConfig):
    """Django's admin, as the therapist's desk."""

    default_site = "practice.desk.Desk"
