"""The ground floor: the practice's own data and the desk."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    """Name the ground floor."""

    name = "practice"
    verbose_name = _("Practice")

    def ready(self) -> None:
        from practice.shipped import parts

        parts.register()


class DeskConfig(AdminConfig):
    """Django's admin, as the therapist's desk."""

    default_site = "practice.desk.Desk"
