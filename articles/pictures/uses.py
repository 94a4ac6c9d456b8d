"""Where pictures stand: in the essays, in what they were before, and wherever else a text is kept."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Q

from articles.models import Essay, Picture
from articles.pictures.addresses import BASE
from articles.pictures.markup import PictureUse, pictures_in

# Model and field of every text that may name a picture; what keeps one more adds itself when its app is ready.
TEXTS: set[tuple[str, str]] = {("articles.Essay", "body"), ("articles.Revision", "body")}


def register_text(model: str, field: str) -> None:
    """Let the pictures in one more kind of text count as used: the label of a model, and its field."""
    TEXTS.add((model, field))


def is_used(key: str) -> bool:
    """Tell whether any text names a picture; a query for each kind of text."""
    named = BASE + key
    return any(
        apps.get_model(model)._default_manager.filter(**{f"{field}__contains": named}).exists()
        for model, field in sorted(TEXTS)
    )


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
