"""The room of the worksheets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksheetsConfig(AppConfig):
    """Name the room."""

    name = "worksheets"
    verbose_name = _("Worksheets")

    def ready(self) -> None:
        from practice import shipped
        from worksheets import closing, companions, given, library

        closing.connect()
        companions.register()
        given.register_kind()
        shipped.register("worksheets", library.load, floor=2)  # after the essays that they belong to
