"""Where pictures stand: in the essays, in what they were before, and wherever else a text is kept."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from articles.models import Essay, EssayDraft, Picture, Revision
from articles.pictures.addresses import BASE
from articles.pictures.markup import PictureUse, pictures_in


def is_used(key: str) -> bool:
    """Tell whether any text names a picture: an essay, what one was before, or what is being written; three queries."""
    named = BASE + key
    texts = (
        Essay.objects.filter(body__contains=named),
        Revision.objects.filter(body__contains=named),
        EssayDraft.objects.unsaved().annotate(text=Cast("words", TextField())).filter(text__contains=named),
    )
    return any(each.exists() for each in texts)


def essays_with(pictures: Iterable[Picture]) -> dict[str, list[Essay]]:
    """Return the essays that show each of some pictures, by the picture's key; one query."""
    keys = {picture.key for picture in pictures}
    found: dict[str, list[Essay]] = defaultdict(list)
    if not keys:
        return found
    wanted = Q()
    for key in sorted(keys):
        wanted |= Q(body__contains=BASE + key)
    for essay in Essay.objects.filter(wanted).only("pk", "title", "body").order_by("title"):
        for key in keys & {use.key for use in pictures_in(essay.body)}:
            found[key].append(essay)
    return found


def unknown_among(uses: Iterable[PictureUse]) -> list[PictureUse]:
    """Return those pictures of a text that are not kept here, or are of another size; at most one query."""
    named = list(uses)
    if not named:
        return []
    kept = Picture.objects.filter(key__in={use.key for use in named})
    sizes = set(kept.values_list("key", "width", "height"))
    return [use for use in named if (use.key, use.width, use.height) not in sizes]
