"""What the sitemap says of the essays."""

from datetime import datetime

from django.utils import timezone

from articles.models import Essay, Series, Topic
from practice.sitemaps import SiteMap


class EssayMap(SiteMap[Essay]):
    """Essays that were read as a clinician: the others ask search engines to wait."""

    def items(self) -> list[Essay]:
        """Return what may be found."""
        return list(Essay.objects.published(timezone.now()).exclude(reviewed_on=None).defer("body", "contents"))

    def lastmod(self, item: Essay) -> datetime:
        """Return when the essay was last changed, but never before it appeared."""
        return max(item.updated_at, item.publish_at) if item.publish_at else item.updated_at


class TopicMap(SiteMap[Topic]):
    """Topics on which such an essay can be read."""

    def items(self) -> list[Topic]:
        """Return the topics."""
        found = Essay.objects.published(timezone.now()).exclude(reviewed_on=None)
        return list(Topic.objects.filter(pk__in=found.values("topic")))


class SeriesMap(SiteMap[Series]):
    """Series of which such an essay can be read."""

    def items(self) -> list[Series]:
        """Return the series."""
        found = Essay.objects.published(timezone.now()).exclude(reviewed_on=None).exclude(series=None)
        return list(Series.objects.filter(pk__in=found.values("series")))
