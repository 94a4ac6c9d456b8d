"""Pictures on the desk: added with words for those who cannot see them, looked through, and taken away.

What the editor's program relies on, at `admin:essay_picture_add`: it posts a form with `file`, `alt`, `caption` (which
may be empty) and the page's token, and the header `Accept: application/json`. It gets

- 200 `{"html": "<figure>…</figure>"}`, the piece as the text keeps it, to be put where the picture is to stand;
- 422 `{"errors": {"file": "This picture is damaged…", "alt": "Say in words…"}}`, for each field one text for people.

Anything else is no JSON: 403 where the token no longer counts, 413 for far too many bytes, and a redirect to the way in
where the sign-in has ended. Nothing was stored then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles.desk_access import may_write
from articles.models import Essay, Picture
from articles.models.pictures import ALT_LENGTH, CAPTION_LENGTH
from articles.pictures.addresses import WIDTHS
from articles.pictures.errors import WORDS, PictureInUseError, PictureRefusedError
from articles.pictures.kinds import LARGEST_FILE
from articles.pictures.markup import pictures_in
from articles.pictures.services import delete_picture, note_words, store_picture
from articles.pictures.uses import essays_with, is_used, unknown_among
from articles.pictures.words import is_file_name
from articles.sanitising import clean_html
from practice import desk
from practice.desk import Page
from practice.fields import LineField
from practice.keeping import keep_words
from practice.times import say_here

A_PAGE = 24
ROUTE = "articles/pictures/"
JSON = "application/json"
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
ALT_NEEDED = gettext_lazy("Say in words what the picture shows, for those who cannot see it.")


class WordsForm(forms.Form):
    """What a picture is said to show, and what stands below it."""

    alt = LineField(
        label=gettext_lazy("What it shows, for those who cannot see it"),
        help_text=gettext_lazy(
            "As you would tell it on the telephone, in a sentence: what is there, and what of it matters here. Not “a "
            "picture of”, and not the caption once more."
        ),
        max_length=ALT_LENGTH,
        empty=ALT_NEEDED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "desk__field"}),
    )
    caption = LineField(
        label=gettext_lazy("Caption, if it needs one"),
        help_text=gettext_lazy("Everybody reads it below the picture: who made it, when, or what it is about."),
        max_length=CAPTION_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "desk__field"}),
    )

    def clean_alt(self) -> str:
        """Refuse a file's name, which says nothing to anybody."""
        alt = str(self.cleaned_data["alt"])
        if is_file_name(alt):
            raise ValidationError(_("That is the name of a file. Say what the picture shows."), code="file_name")
        return alt


class NewPictureForm(WordsForm):
    """A file with its words."""

    field_order = ("file", "alt", "caption")
    file = forms.FileField(
        label=gettext_lazy("File (JPEG, PNG, WebP, AVIF or GIF, up to 10 MB)"),
        help_text=gettext_lazy(
            "Where and when it was taken, and by what, is left out. Of a moving one the first moment is kept."
        ),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a picture first.")},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before any of it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(str(WORDS["too_large"]), code="too_large")
        return file


@dataclass(frozen=True, slots=True)
class Row:
    """A picture as the list shows it, small, with the essays that show it."""

    picture: Picture
    small: str
    uploaded: str
    essays: list[Essay]


def register_pages() -> None:
    """Put the pages on the desk."""
    desk.register_pages(
        Page("essay_pictures", ROUTE, list_pictures),
        Page("essay_picture_add", f"{ROUTE}add/", add_picture),
        Page("essay_picture", f"{ROUTE}<slug:key>/", show_picture),
        Page("essay_picture_delete", f"{ROUTE}<slug:key>/delete/", remove_picture),
    )


@require_safe
def list_pictures(request: HttpRequest) -> HttpResponse:
    """Show the pictures, newest first, and where they stand; one query for the essays of a whole page."""
    may_write(request)
    page = Paginator(Picture.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": rows_of(page), "page": page, "title": _("Pictures")}
    return render(request, "admin/essay_pictures.html", desk.context_of(request) | context)


def rows_of(pictures: Iterable[Picture]) -> list[Row]:
    """Return pictures as the desk shows them."""
    shown = list(pictures)
    essays = essays_with(shown)
    return [Row(each, small_of(each), say_here(each.uploaded_at), essays[each.key]) for each in shown]


def small_of(picture: Picture) -> str:
    """Return the address of a picture's smallest file."""
    return f"{picture.address}{min(WIDTHS[0], picture.width)}.webp"


@keep_words(written=["alt", "caption"])
@require_http_methods(["GET", "HEAD", "POST"])
def add_picture(request: HttpRequest) -> HttpResponse:
    """Ask for a picture and its words (GET), and take it in (POST); a program is answered in JSON."""
    may_write(request)
    is_sent = request.method == "POST"
    is_program = request.get_preferred_type(["text/html", JSON]) == JSON
    form = NewPictureForm(request.POST, request.FILES) if is_sent else NewPictureForm()
    picture = take_in(form) if is_sent and form.is_valid() else None
    if picture is not None:
        piece = picture.body_html(**words_of(form))
        return JsonResponse({"html": piece}) if is_program else redirect(picture)
    if is_sent and is_program:
        return JsonResponse({"errors": errors_of(form)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    context = {**desk.context_of(request), "title": _("Add a picture"), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
    return render(request, "admin/essay_picture_add.html", context, status=status)


def take_in(form: NewPictureForm) -> Picture | None:
    """Store the picture of a valid form; None with the reason as an error of the form."""
    file = form.cleaned_data["file"]
    try:
        picture = store_picture(file.read(LARGEST_FILE + 1), now=timezone.now(), name=file.name or "")
    except PictureRefusedError as error:
        form.add_error("file", ValidationError(str(WORDS[error.code]), code=error.code))
        return None
    note_words(picture=picture, **words_of(form))
    return picture


def words_of(form: WordsForm) -> dict[str, str]:
    """Return the words of a valid form."""
    return {name: form.cleaned_data[name] for name in ("alt", "caption")}


def errors_of(form: forms.Form) -> dict[str, str]:
    """Return for each field what is wrong with it, as one text."""
    return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}


@keep_words(written=["alt", "caption"])
@require_http_methods(["GET", "HEAD", "POST"])
def show_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Show a picture with the piece that stands for it (GET), and make the piece with other words (POST)."""
    may_write(request)
    picture = get_object_or_404(Picture, key=key)
    is_sent = request.method == "POST"
    form = WordsForm(request.POST if is_sent else None, initial={"alt": picture.alt, "caption": picture.caption})
    if is_sent and form.is_valid():
        note_words(picture=picture, **words_of(form))
        messages.success(request, _("Here is the piece with these words. In the essays it stays as it is."))
        return redirect(picture)
    context = {
        **desk.context_of(request),
        "title": _("A picture"),
        "form": form,
        "row": rows_of([picture])[0],
        "piece": picture.body_html(picture.alt, picture.caption) if picture.alt else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
    return render(request, "admin/essay_picture.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Ask (GET), then delete a picture that nothing shows (POST)."""
    may_write(request)
    picture = get_object_or_404(Picture, key=key)
    if request.method != "POST":
        context = {"title": _("Delete this picture"), "row": rows_of([picture])[0], "is_used": is_used(picture.key)}
        return render(request, "admin/essay_picture_delete.html", desk.context_of(request) | context)
    try:
        delete_picture(picture=picture)
    except PictureInUseError:
        messages.error(request, _("It stays: an essay shows it, or did in an earlier version."))
        return redirect(picture)
    messages.success(request, _("The picture is deleted."))
    return redirect("admin:essay_pictures")


def refuse_unknown(body: str) -> None:
    """Raise ValidationError for a text that shows pictures which are not kept here, or not in this size."""
    unknown = unknown_among(pictures_in(clean_html(body)))
    words = gettext_lazy("A picture in the text is not kept here any more: %(address)s. Take it out, or add it anew.")
    if unknown:
        raise ValidationError([ValidationError(words, "unknown", {"address": use.address}) for use in unknown])
