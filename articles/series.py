"""The order in which the essays of a series are read."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from articles.models import Essay, EssayQuerySet, Series

STEPS = {"up": -1, "down": 1}


def in_order(series: Series) -> EssayQuerySet:
    """Return all essays of a series, drafts too, in their order; those without a number come last."""
    return Essay.objects.filter(series=series).order_by(F("part").asc(nulls_last=True), "publish_at", "pk")


def parts_to_read(series: Series, now: datetime) -> EssayQuerySet:
    """Return the essays of a series that may be read at `now`, in their order, without the long texts."""
    return in_order(series).published(now).select_related("topic").defer("body", "contents")


def holder_of(series: Series, part: int, *, but: Essay) -> Essay | None:
    """Return the essay, other than `but`, that has this place in a series."""
    return Essay.objects.filter(series=series, part=part).exclude(pk=but.pk).first()


def settle_part(essay: Essay) -> None:
    """Give an essay that has a series, but no place in it, the place after the last; nothing is saved here."""
    if essay.series_id is None:
        essay.part = None
    elif essay.part is None:
        Series.objects.select_for_update().filter(pk=essay.series_id).first()  # of two at once one waits
        others = Essay.objects.filter(series=essay.series_id).exclude(pk=essay.pk)
        essay.part = (others.aggregate(last=Max("part"))["last"] or 0) + 1


def move_part(*, essay: Essay, by: int) -> bool:
    """Move an essay up (-1) or down (1) in its series; return whether it could be moved. All parts are numbered anew.

    The series' row is locked, so that two moves side by side do not give one number twice.
    """
    with transaction.atomic():
        if essay.series_id is None:
            return False
        series = Series.objects.select_for_update().get(pk=essay.series_id)
        order = list(in_order(series).values_list("pk", flat=True))
        if essay.pk not in order:  # it left the series meanwhile
            return False
        at = order.index(essay.pk)
        if not 0 <= at + by < len(order):
            return False
        order.insert(at + by, order.pop(at))
        Essay.objects.filter(series=series).update(part=None)  # no number stands twice meanwhile
        for number, pk in enumerate(order, start=1):
            Essay.objects.filter(pk=pk).update(part=number)
    return True
