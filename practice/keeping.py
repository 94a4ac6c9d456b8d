"""Words that came with a form whose token no longer counts are given back, to be sent again by one press.

Nothing is done and nothing is stored. A view names the fields that may be shown again: passwords and codes never are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

type View = Callable[..., HttpResponseBase]

TEMPLATE = "practice/not_sent.html"
TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Keeping:
    """What one form gives back: fields that people wrote in are also shown, hidden ones only sent again.

    `prefix` is for forms whose fields differ: every name that begins with it was written in. Where `keeps_all`, every
    other field is sent again too, which is for forms that hold no secret. `readable` turns what was written into what
    people read of it.
    """

    written: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    prefix: str = ""
    template: str = TEMPLATE
    keeps_all: bool = False
    readable: Callable[[str], str] = str

    def is_written(self, name: str) -> bool:
        """Tell whether a field holds what someone wrote."""
        return name in self.written or bool(self.prefix and name.startswith(self.prefix))

    def is_sent_again(self, name: str) -> bool:
        """Tell whether a field goes with the form when it is sent once more; the old token never does."""
        if self.keeps_all:
            return name != TOKEN
        return name in self.hidden or self.is_written(name)


def keep_words(
    *,
    written: Iterable[str] = (),
    hidden: Iterable[str] = (),
    prefix: str = "",
    template: str = TEMPLATE,
    keeps_all: bool = False,
    readable: Callable[[str], str] = str,
) -> Callable[[View], View]:
    """Mark a view whose form is given back where its token does not count."""
    keeping = Keeping(frozenset(written), frozenset(hidden), prefix, template, keeps_all, readable)

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        vars(marked)["keeping"] = keeping
        return marked

    return mark


def give_words_back(has_ended: Callable[[HttpRequest], bool], template: str) -> Callable[[View], View]:
    """Give back what was written where nothing opens the page any more; with nothing written the view goes its way.

    Nothing is looked up: the answer is the same whether or not there is what the address names. `keep_words` says
    which fields are given back, and stands around this.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            keeping = keeping_of(request) if has_ended(request) else None
            if keeping is None or not any(request.POST.get(name, "").strip() for name in keeping.written):
                return view(request, *args, **kwargs)
            return give_back(request, replace(keeping, template=template))

        return guarded

    return guard


def keeping_of(request: HttpRequest) -> Keeping | None:
    """Return what the form of this request gives back; None for other views, and for a form of another site."""
    match = request.resolver_match
    keeping: Keeping | None = getattr(match.func, "keeping", None) if match else None
    return keeping if request.method == "POST" and is_own_form(request) else None


def is_own_form(request: HttpRequest) -> bool:
    """Tell whether a form stood on a page of this site; a browser that does not say so is not believed."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def give_back(request: HttpRequest, keeping: Keeping) -> HttpResponse:
    """Render the page with what was sent, and a fresh token."""
    sent = [(name, value) for name, values in request.POST.lists() if keeping.is_sent_again(name) for value in values]
    words = [keeping.readable(value) for name, value in sent if keeping.is_written(name) and value.strip()]
    return render(request, keeping.template, {"sent": sent, "words": words}, status=HTTPStatus.FORBIDDEN)
