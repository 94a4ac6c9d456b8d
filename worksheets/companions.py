"""What an essay's page says of its worksheet, fetched in the essay's own query."""

from django.db.models import OuterRef, Subquery

from articles import companions
from worksheets.models import Version


def register() -> None:
    """Give essays `worksheet_title` and `worksheet_minutes`; None where no such worksheet is open to clients."""
    newest = Version.objects.filter(worksheet__slug=OuterRef("worksheet_slug"), worksheet__is_in_library=True).order_by(
        "-number"
    )
    companions.register("worksheet_title", Subquery(newest.values("worksheet__title")[:1]))
    companions.register("worksheet_minutes", Subquery(newest.values("minutes")[:1]))
