"""Moving house at the desk: a file of the old site, or one text, becomes drafts; she sees first what would happen."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from articles.desk_access import may_write
from articles.importing import EssayFileError, ImportedEssay, read_essay
from articles.importing.files import LARGEST_FILE
from articles.models import Essay, SiteParcel
from articles.moving.parcels import LARGEST_UPLOAD, hand_over, make_drafts
from articles.moving.report import PostReport, Report, from_data
from articles.moving.source import SiteFileError
from articles.moving.texts import say_note
from articles.services import store_draft
from practice import desk
from practice.fields import LineField
from practice.times import say_here

MEGABYTE = 1024 * 1024
MOST_NAME = 120
MOST_SHOWN = 10  # of the files that were handed over


class SiteForm(forms.Form):
    """A file of the old site."""

    site_file = forms.FileField(
        label=gettext_lazy("The file of your old site, up to 30 MB"),
        help_text=gettext_lazy("An export, the feed saved as a file, or a .zip of it with the pictures."),
        allow_empty_file=True,
        max_length=1000,
        error_messages={"required": gettext_lazy("Choose the file.")},
    )
    address = LineField(
        label=gettext_lazy("Address of the old site"),
        help_text=gettext_lazy("For example www.example.com. Then links between its pages are led on."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "desk__field", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_site_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before any of it is read."""
        return within(self.cleaned_data["site_file"], LARGEST_UPLOAD)


class TextForm(forms.Form):
    """A file with one text."""

    text_file = forms.FileField(
        label=gettext_lazy("A text: .docx, .html, .md or .txt, up to 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".docx,.html,.htm,.md,.markdown,.txt"}),
        allow_empty_file=True,
        max_length=1000,
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def clean_text_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before any of it is read."""
        return within(self.cleaned_data["text_file"], LARGEST_FILE)


def within(file: UploadedFile[bytes], most: int) -> UploadedFile[bytes]:
    """Return an uploaded file that is not too large."""
    if (file.size or 0) > most:
        words = _("This file is larger than %(number)d MB.") % {"number": most // MEGABYTE}
        raise forms.ValidationError(words, code="too_big")
    return file


@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: HttpRequest) -> HttpResponse:
    """Show what can be brought in (GET); read a file of the old site, or make a draft of one text (POST)."""
    may_write(request)
    is_text = "text_file" in request.FILES or request.POST.get("what") == "text"
    is_site = request.method == "POST" and not is_text
    site_form = SiteForm(request.POST, request.FILES) if is_site else SiteForm()
    text_form = TextForm(request.POST, request.FILES) if request.method == "POST" and is_text else TextForm()
    if site_form.is_valid() and (parcel := take_site(site_form)):
        return redirect("admin:moving_parcel", parcel.uuid)
    if text_form.is_valid() and (draft := take_text(request, text_form)):
        return redirect("admin:articles_essay_change", draft.pk)
    context = {
        **desk.context_of(request),
        "title": _("Bring in your old site"),
        "site_form": site_form,
        "text_form": text_form,
        "parcels": [
            (row, say_here(row.finished_at or row.handed_over_at))
            for row in SiteParcel.objects.defer("content", "report")[:MOST_SHOWN]
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "admin/moving.html", context, status=status)


def take_site(form: SiteForm) -> SiteParcel | None:
    """Read the file of a valid form; return it with its report, or None with the reason as an error of the form."""
    file, address = form.cleaned_data["site_file"], form.cleaned_data["address"]
    try:
        content = file.read(LARGEST_UPLOAD + 1)
        return hand_over(name=shown_name(file), content=content, address=address, now=timezone.now())
    except SiteFileError as error:
        form.add_error("site_file", str(error))
        return None


def take_text(request: HttpRequest, form: TextForm) -> Essay | None:
    """Make a draft of the text of a valid form, and say what was done; None with the reason as an error of the form."""
    file = form.cleaned_data["text_file"]
    try:
        read = read_essay(file.name or "", file.read(LARGEST_FILE + 1))
    except EssayFileError as error:
        form.add_error("text_file", str(error))
        return None
    draft = store_draft(read)
    tell_notes(request, read)
    return draft


def tell_notes(request: HttpRequest, read: ImportedEssay) -> None:
    """Say on the next page what was done to a text, and what to look at."""
    messages.success(request, _("A draft was made. Nobody sees it until you publish it."))
    for note in read.notes:
        tell = messages.info if note.kind == "did" else messages.warning
        tell(request, say_note(note.text, note.where))


def shown_name(file: UploadedFile[bytes]) -> str:
    """Return the name of a file as a line shows it; it is never used as one."""
    name = "".join(letter for letter in file.name or "" if letter.isprintable())
    return name[-MOST_NAME:] or _("without a name")


@require_http_methods(["GET", "HEAD", "POST"])
def moving_parcel(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show what a file would bring, or brought (GET); make the drafts (POST)."""
    may_write(request)
    parcel = get_object_or_404(SiteParcel.objects.defer("content"), uuid=reference)
    if request.method == "POST":
        try:
            say_made(request, make_drafts(parcel=parcel, now=timezone.now()))
        except SiteFileError as error:
            messages.error(request, str(error))
        return redirect("admin:moving_parcel", parcel.uuid)
    report = from_data(parcel.report)
    context = {
        **desk.context_of(request),
        "title": parcel.name,
        "parcel": parcel,
        "report": report,
        "rows": [row_of(post) for post in report.posts],
        "left": report.count("would", "waits"),
        "is_kept": SiteParcel.objects.filter(pk=parcel.pk, content__isnull=False).exists(),
    }
    return render(request, "admin/moving_parcel.html", context)


def say_made(request: HttpRequest, report: Report) -> None:
    """Say how many drafts one press made, and how many wait for the next."""
    made, waiting = report.count("made"), report.count("waits")
    words = ngettext("%(number)d draft was made.", "%(number)d drafts were made.", made)
    messages.success(request, words % {"number": made})
    if waiting:
        words = ngettext("%(number)d more is left: press again.", "%(number)d more are left: press again.", waiting)
        messages.warning(request, words % {"number": waiting})


def row_of(post: PostReport) -> dict[str, Any]:
    """Return one post as the page shows it."""
    return {"post": post, "words": post.words(), "is_faulty": post.verdict in {"failed", "changed"}}


PAGES = (
    desk.Page("moving", "moving/", moving),
    desk.Page("moving_parcel", "moving/<uuid:reference>/", moving_parcel),
)
