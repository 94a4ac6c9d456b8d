"""What an essay's page says of its worksheets, fetched in the essay's own query."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, JSONObject

from articles import companions
from worksheets.models import Version, Worksheet

OWN, OTHER, EXERCISE = "worksheet_its_card", "other_worksheet_its_card", "exercise_its_words"


def register() -> None:
    """Give essays the code, title and minutes of the worksheet that they name, and of one more that belongs to them.

    None where no such worksheet is open to clients. And all of the exercise that stands in it, if there is one. What
    belongs together comes as one value: each is a query within the essay's query, and costs as much.
    """
    newest = Version.objects.opened().filter(worksheet__is_in_library=True).order_by("worksheet__title", "-number")
    named = Q(worksheet__slug=OuterRef("worksheet_slug"))
    card = JSONObject(code="worksheet__code", title="worksheet__title", minutes="minutes")
    for name, which in ((OWN, named), (OTHER, Q(worksheet__essay=OuterRef("pk")) & ~named)):
        companions.register(name, Subquery(newest.filter(which).values(said=card)[:1]))
    openly = Version.objects.opened().filter(worksheet__is_exercise=True, worksheet__essay=OuterRef("pk"))
    first = openly.order_by("worksheet__title", "-number")
    said = {name: name for name in ("intro", "outro", "is_shipped", "reviewed_on")}
    prompts = Cast("prompts", models.TextField())  # as text, since the engines do not nest one JSON in another alike
    words = JSONObject(title="worksheet__title", prompts=prompts, **said)
    companions.register(EXERCISE, Subquery(first.values(said=words)[:1]))
    companions.offer_worksheets("library", offered)


def offered() -> list[tuple[str, str]]:
    """Return the worksheets that are open to clients, by title: those of which an essay's page shows the card."""
    is_open = Exists(Version.objects.opened().filter(worksheet=OuterRef("pk")))
    return list(Worksheet.objects.filter(is_open, is_in_library=True).values_list("slug", "title"))
