"""The room of the articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Name the room."""

    name = "articles"
    verbose_name = _("Essays")
