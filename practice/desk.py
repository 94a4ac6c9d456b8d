"""The therapist's desk: Django's admin with the practice's own front page."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    """The admin site."""

    site_header = _("Desk")
    site_title = _("Desk")
    index_title = _("Today")
