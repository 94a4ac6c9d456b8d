"""What an essay's page says of its worksheets, fetched in the essay's own query."""

from django.db.models import OuterRef, Q, Subquery

from articles import companions
from worksheets.models import Version

OWN, OTHER = "worksheet", "other_worksheet"
PARTS = {"code": "worksheet__code", "title": "worksheet__title", "minutes": "minutes"}


EXERCISE = "exercise"
EXERCISE_PARTS = ("intro", "outro", "prompts", "is_shipped", "reviewed_on")


def register() -> None:
    """Give essays the code, title and minutes of the worksheet that they name, and of one more that belongs to them.

    None where no such worksheet is open to clients. And all of the exercise that stands in it, if there is one.
    """
    newest = Version.objects.opened().filter(worksheet__is_in_library=True).order_by("worksheet__title", "-number")
    named = Q(worksheet__slug=OuterRef("worksheet_slug"))
    for name, which in ((OWN, named), (OTHER, Q(worksheet__essay=OuterRef("pk")) & ~named)):
        for part, column in PARTS.items():
            companions.register(f"{name}_its_{part}", Subquery(newest.filter(which).values(column)[:1]))
    openly = Version.objects.opened().filter(worksheet__is_exercise=True, worksheet__essay=OuterRef("pk"))
    first = openly.order_by("worksheet__title", "-number")
    companions.register(f"{EXERCISE}_its_title", Subquery(first.values("worksheet__title")[:1]))
    for part in EXERCISE_PARTS:
        companions.register(f"{EXERCISE}_its_{part}", Subquery(first.values(part)[:1]))
