"""What the desk makes of a paste into an essay. Nothing of it is kept, and none of its words reach a log."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.desk_access import may_write
from articles.importing import EssayFileError
from articles.importing.pasted import Pasted, read_pasted
from practice import desk
from practice.desk import Page

LARGEST = 2_000_000  # letters; Word says much about an essay of words


class PasteForm(forms.Form):
    """A clipboard: HTML, plain text, or both."""

    html = forms.CharField(max_length=LARGEST, required=False, strip=False)
    text = forms.CharField(max_length=LARGEST, required=False, strip=False)


@require_POST
def clean_paste(request: HttpRequest) -> JsonResponse:
    """Answer with clean HTML, and with a sentence on what was left behind."""
    may_write(request)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        pasted = read_pasted(form.cleaned_data["html"], form.cleaned_data["text"])
    except EssayFileError:
        return JsonResponse({}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"html": pasted.html, "said": say_left_out(pasted)})


def say_left_out(pasted: Pasted) -> str:
    """Return what the page says after a paste."""
    lines = (
        (
            pasted.pictures,
            ngettext(
                "A picture was left out: put it in by the button Picture.",
                "%(count)d pictures were left out: put them in by the button Picture.",
                pasted.pictures,
            ),
        ),
        (
            pasted.players,
            ngettext(
                "A video or a player was left out: a link can lead to it.",
                "%(count)d videos or players were left out: links can lead to them.",
                pasted.players,
            ),
        ),
        (pasted.has_comments, _("Comments beside the text were left out.")),
    )
    left = [words % {"count": count} for count, words in lines if count]
    if not pasted.html:
        return " ".join([_("There were no words to paste."), *left])
    return " ".join([_("Pasted."), *left]) if left else _("Pasted, without the dress it came in.")


def register_pages() -> None:
    """Put the page on the desk."""
    desk.register_pages(Page("essay_paste", "essays/paste/", clean_paste))
