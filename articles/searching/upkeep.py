"""Keeping what the search knows true to the essays: the only place that writes it.

`Essay.save` calls `keep`. What is written past it (a table that is loaded, a change of the rules) `mend` finds.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from articles.models import Essay, SearchText, Spelling
from articles.searching.analysis import VERSION, analyse
from articles.searching.engines import engine_of
from articles.searching.spelling import learn
from articles.searching.words import words_said

SEARCHED = frozenset({"title", "summary", "body"})
READ = ("pk", *sorted(SEARCHED))  # nothing else: a table may still lack the columns of later migrations


def keep(essay: Essay) -> None:
    """Store what the search is to know of a saved essay; whether it may be read is asked at each search."""
    entry = analyse(essay)
    with transaction.atomic():
        values = {"text": entry.text, "stems": entry.stems, "version": VERSION}
        SearchText.objects.update_or_create(essay_id=essay.pk, defaults=values)
        with connection.cursor() as cursor:
            engine_of(connection).write(cursor, essay.pk, entry.terms)
        learn(entry.words)


def forget(essay_ids: Iterable[int]) -> None:
    """Forget under what essays were found that are gone; their texts went with them."""
    with connection.cursor() as cursor:
        engine_of(connection).erase(cursor, essay_ids)


def astray() -> tuple[set[int], set[int]]:
    """Return the essays that the search does not know by the present rules, and those it knows that are gone."""
    versions = dict(Essay.objects.order_by().values_list("pk", "search_text__version"))
    texts = {essay_id for essay_id, version in versions.items() if version == VERSION}
    with connection.cursor() as cursor:
        written = engine_of(connection).written(cursor)
    return versions.keys() - (texts & written), written - versions.keys()


def mend() -> int:
    """Learn what is missing, forget what is gone; return how many essays were learned."""
    missing, gone = astray()
    forget(gone)
    for essay in Essay.objects.filter(pk__in=missing).only(*READ).iterator():
        keep(essay)
    return len(missing)


def rebuild() -> int:
    """Make everything that the search knows anew, in one transaction; return how many essays there are."""
    with transaction.atomic():
        Spelling.objects.all().delete()
        SearchText.objects.update(version=0)
        return mend()


def forget_unused_words() -> int:
    """Forget the spelling of words that no essay has any more; return how many."""
    used: set[str] = set()
    for title, summary, text in SearchText.objects.values_list("essay__title", "essay__summary", "text").iterator():
        used.update(word for piece in f"{title} {summary} {text}".split(" ") for word in words_said(piece))
    kept = Spelling.objects.filter(shape=F("word")).values_list("word", flat=True)
    unused = [word for word in kept.iterator() if word not in used]
    for start in range(0, len(unused), 300):
        Spelling.objects.filter(word__in=unused[start : start + 300]).delete()
    return len(unused)
