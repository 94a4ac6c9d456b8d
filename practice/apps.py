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
        from practice import contact, limits, mail, opening_steps, own_address, trial_mail, work
        from practice.mail import forwarding, outbox
        from practice.shipped import parts

        register_lights()
        register_desk_pages()
        opening_steps.register_steps()
        work.register_job("forget old limits", limits.forget_old_limits, timedelta(hours=1))
        work.register_job("forget old answers", own_address.forget_old_answers, own_address.KEPT)
        work.register_job("blank old messages", outbox.blank_old_bodies, timedelta(days=1))
        mail.register(forwarding.KIND, forwarding.render_account, _("Sign-in code or notice about a login"))
        mail.register(contact.KIND, contact.render_note, _("Note about a message from the contact page"))
        mail.register(trial_mail.KIND, trial_mail.render_test_mail, _("Test mail"))
        parts.register()


def register_lights() -> None:
    """Name what the health page shows of the ground floor, and what can be done about each."""
    from practice import health, opening_steps

    restart = _("Restart the site. If the light stays, tell whoever looks after it.")
    wait = _("Look at the messages below. If none goes out, tell whoever looks after the site.")
    check = _("Open “help lines”, check each number and mark it as checked. After half a year the requests close.")
    health.register("database", health.check_database, is_necessary=True, title=_("Database"), advice=restart)
    health.register("worker", health.check_worker, title=_("Worker, which sends the messages"), advice=restart)
    health.register("messages", health.check_messages, title=_("Messages"), advice=wait)
    health.register("jobs", health.check_jobs, title=_("Repeated jobs"), advice=restart)
    health.register("help lines", opening_steps.check_help_lines, title=_("Help lines"), advice=check)


def register_desk_pages() -> None:
    """Give the desk its light, the health page and the test mail."""
    from practice import desk, desk_health, desk_views

    desk_health.register_section()
    desk.register_section(
        desk.Section("contact", "admin/desk_contact.html", desk_views.contact_section, order=15, is_wide=False)
    )
    message = "health/messages/<uuid:reference>/"
    desk.register_pages(
        desk.Page("health", "health/", desk_health.show_health),
        desk.Page("message_again", f"{message}again/", desk_health.try_again),
        desk.Page("message_aside", f"{message}aside/", desk_health.set_aside),
        desk.Page("test_mail", "test-mail/", desk_views.send_test_mail),
        desk.Page("test_mail_arrived", "test-mail/<str:token>/", desk_views.test_mail_arrived),
    )


class DeskConfig(AdminConfig):
    """Django's admin, as the therapist's desk."""

    default_site = "practice.desk.Desk"
