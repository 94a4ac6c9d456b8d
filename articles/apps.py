"""The room of the articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register what the essays ship, what of them is on the opening list, and what the sitemap says of them."""

    name = "articles"
    verbose_name = _("Essays")

    def ready(self) -> None:
        from articles import desk_draft_pages, desk_preview, opening, shipped
        from articles.sitemaps import EssayMap, TopicMap
        from practice import sitemaps

        desk_draft_pages.register_pages()
        desk_preview.register_pages()
        opening.register_steps()
        shipped.register()
        sitemaps.register("essays", EssayMap)
        sitemaps.register("topics", TopicMap)
