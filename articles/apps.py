"""The room of the articles."""

from datetime import timedelta

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register what the essays ship, what desk and search show of them, and what came from an old site."""

    name = "articles"
    verbose_name = _("Writing")

    def ready(self) -> None:
        from articles import (
            desk_draft_pages,
            desk_life,
            desk_pasting,
            desk_pictures,
            desk_preview,
            desk_reading,
            drafts,
            opening,
            shipped,
        )
        from articles.moving import setting_up as moving
        from articles.reflections import setting_up
        from articles.sitemaps import EssayMap, SeriesMap, TopicMap
        from practice import sitemaps, work

        for pages in (desk_draft_pages, desk_life, desk_pasting, desk_pictures, desk_preview, desk_reading):
            pages.register_pages()
        opening.register_steps()
        shipped.register()
        setting_up.register_all()
        moving.register_all()
        sitemaps.register("essays", EssayMap)
        sitemaps.register("topics", TopicMap)
        sitemaps.register("series", SeriesMap)
        work.register_job("forget old drafts", drafts.forget_old_drafts, every=timedelta(days=1))
        self.register_search()

    def register_search(self) -> None:
        """Let the search follow the essays, mend itself and say how it is."""
        from articles.searching import watching
        from practice import health, work

        post_delete.connect(watching.forget_deleted, sender="articles.Essay")
        post_migrate.connect(watching.mend_after_migrate, sender=self)
        checks.register(watching.check_sqlite)
        work.register_job("mend search", watching.mend_daily, every=timedelta(days=1))
        advice = _("It mends itself within a day. At once: restart the site, or let whoever looks after it do so.")
        health.register("search", watching.check_search, title=_("Search of the essays"), advice=advice)
