"""The contact page. It holds a token, so it is private; the pages that lead to it are not."""

from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.contact import LIMIT, PER, ContactForm, OtherMessageError, leave_message, was_sent
from practice.keeping import keep_words
from practice.limits import client_address, spend
from practice.models import Practice
from practice.views import map_url


@keep_words(written=["name", "email", "body"], hidden=["request_key"])
@require_http_methods(["GET", "HEAD", "POST"])
def show_contact(request: HttpRequest) -> HttpResponse:
    """Show the ways to reach the practice, with a form; a good message leads to a page that says it has arrived."""
    if request.method == "POST":
        return take_message(request)
    return show_form(request, ContactForm(initial={"request_key": uuid4()}))


def take_message(request: HttpRequest) -> HttpResponse:
    """Store a message, or show the form again with what was typed."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        shown = form.with_fresh_key() if "request_key" in form.errors else form
        return show_form(request, shown, HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    is_repeat = was_sent(typed["request_key"])
    if not is_repeat and not spend("contact", client_address(request), limit=LIMIT, per=PER):
        form.add_error(None, _("Too many messages came from your connection. Please wait an hour, or telephone."))
        return show_form(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        leave_message(**typed, now=timezone.now())
    except OtherMessageError:
        form.add_error(None, _("Your first message has arrived. If this is another one, send it once more."))
        return show_form(request, form.with_fresh_key(), HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("contact_sent")


@require_safe
def show_sent(request: HttpRequest) -> HttpResponse:
    """Say that the message has arrived."""
    return show_form(request, None)


def show_form(request: HttpRequest, form: ContactForm | None, status: int = HTTPStatus.OK) -> HttpResponse:
    """Show the contact page; without a form it says that the message has arrived."""
    practice = Practice.load()
    context = {"form": form, "is_sent": form is None, "practice": practice, "map_url": map_url(practice)}
    return render(request, "practice/contact.html", context, status=status)
