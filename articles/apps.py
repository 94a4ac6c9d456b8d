"""The room of the articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register what the essays ship, what other rooms show of them, the reflections, and what came from an old site."""

    name = "articles"
    verbose_name = _("Essays")

    def ready(self) -> None:
        from articles import opening, shipped
        from articles.moving import setting_up as moving
        from articles.reflections import setting_up
        from articles.sitemaps import EssayMap, TopicMap
        from practice import sitemaps

        opening.register_steps()
        shipped.register()
        setting_up.register_all()
        moving.register_all()
        sitemaps.register("essays", EssayMap)
        sitemaps.register("topics", TopicMap)
