"""The room of the articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register what the essays ship, what of them is on the opening list, and what the sitemap says of them."""

    name = "articles"
    verbose_name = _("Essays")

    def ready(self) -> None:
        from articles import desk_pasting, desk_reading, opening, shipped
        from articles.sitemaps import EssayMap, TopicMap
        from practice import desk, sitemaps

        opening.register_steps()
        shipped.register()
        desk.register_pages(
            desk.Page("essay_paste", "essays/paste/", desk_pasting.clean_paste),
            desk.Page("essay_read", "essays/<int:pk>/read/", desk_reading.mark_one),
        )
        sitemaps.register("essays", EssayMap)
        sitemaps.register("topics", TopicMap)
