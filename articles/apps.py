"""The room of the articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register what the essays ship, what the desk and other rooms show of them, and what came from an old site."""

    name = "articles"
    verbose_name = _("Essays")

    def ready(self) -> None:
        from articles import (
            desk_draft_pages,
            desk_life,
            desk_pasting,
            desk_pictures,
            desk_preview,
            desk_reading,
            opening,
            shipped,
        )
        from articles.moving import setting_up as moving
        from articles.reflections import setting_up
        from articles.sitemaps import EssayMap, SeriesMap, TopicMap
        from practice import sitemaps

        for pages in (desk_draft_pages, desk_life, desk_pasting, desk_pictures, desk_preview, desk_reading):
            pages.register_pages()
        opening.register_steps()
        shipped.register()
        setting_up.register_all()
        moving.register_all()
        sitemaps.register("essays", EssayMap)
        sitemaps.register("topics", TopicMap)
        sitemaps.register("series", SeriesMap)
