"""The room of the articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register what the essays ship and what the sitemap says of them."""

    name = "articles"
    verbose_name = _("Essays")

    def ready(self) -> None:
        from articles import shipped
        from articles.sitemaps import EssayMap, TopicMap
        from practice import sitemaps

        shipped.register()
        sitemaps.register("essays", EssayMap)
        sitemaps.register("topics", TopicMap)
