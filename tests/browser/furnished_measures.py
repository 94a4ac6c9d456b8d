"""Questionnaires on the stage: one that is asked every week, shared copies, and totals that are switched on."""

from datetime import timedelta

from django.test import Client as Browser

from accounts.models import Client, User
from tests.factories import NOW
from tests.worksheets.measures.acts import NEVER, OFTEN, SOMETIMES, TODAY, begin, give_weekly, make_measure, share
from worksheets.measures.models import MeasureVersion
from worksheets.measures.sharing import show_totals, take_back

WEEK = timedelta(weeks=1)


def set_up_measures(asha: User, therapist: User, desk: Browser) -> dict[str, str]:
    """Fill in, share and open questionnaires; return the names of what the pages show."""
    client, opened = Client.objects.get(user=asha), make_measure(opened_at=NOW, intro="Over the last week")
    draft = MeasureVersion.objects.create(
        measure=opened.measure, number=2, text=opened.text, definition=opened.definition, source="x", permission="y"
    )
    plan = give_weekly(client, opened, first_on=TODAY - 3 * WEEK, note="When you like.")
    weeks = [TODAY - number * WEEK for number in (3, 2, 1)]
    filled = [(OFTEN, NEVER, NEVER), (SOMETIMES, SOMETIMES, SOMETIMES), (NEVER, NEVER, NEVER)]
    earlier = [
        begin(plan, *places, asked_on=day, at=NOW - (TODAY - day)) for day, places in zip(weeks, filled, strict=True)
    ]
    first, second, third = (share(each, each.saved_at) for each in earlier)
    take_back(copy=third, now=NOW)
    begin(plan, SOMETIMES, NEVER, OFTEN)
    for side in ("client", "desk"):
        show_totals(client=client, measure=opened.measure, side=side, by=therapist, now=NOW)
    desk.handler.enforce_csrf_checks = False
    desk.post(f"/admin/questionnaires/shared/{first.uuid}/")
    desk.handler.enforce_csrf_checks = True
    bela = give_weekly(Client.objects.get(user__email="bela@example.com"), opened)
    begin(bela, SOMETIMES, NEVER, OFTEN)
    return {
        "measure_plan": str(plan.uuid),
        "measure_plan_pk": str(plan.pk),
        "measure_day": str(TODAY),
        "measure_past": str(bela.uuid),
        "measure_pk": str(opened.measure_id),
        "measure_open": str(opened.pk),
        "measure_draft": str(draft.pk),
        "measure_copy": str(first.uuid),
        "measure_copy_new": str(second.uuid),
        "measure_copy_back": str(third.uuid),
    }
