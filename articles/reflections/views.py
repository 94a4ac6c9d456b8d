"""Where a reader writes under an essay, and takes it back. Nothing of who asks is stored, signed in or not.

These pages hold a token, so they are private; the essay that leads to them is not.
"""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rights.periods import days_of
from articles.models import Essay, Reflection
from articles.reflections.errors import ClosedError, FullError, OtherWordsError
from articles.reflections.forms import ReflectionForm
from articles.reflections.limits import allowances, is_of_the_sender
from articles.reflections.selectors import essay_to_write_under, find_sent, is_full
from articles.reflections.services import PERIOD, erase_reflection, leave_reflection
from articles.reflections.taking_back import reference_in, token_of
from practice.danger import has_danger_words
from practice.keeping import keep_words
from practice.limits import Allowance, first_used_up

WRITTEN = ("body", "name")


@keep_words(written=WRITTEN, hidden=["request_key", "opened"])
@require_http_methods(["GET", "HEAD", "POST"])
def write_reflection(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form under an essay that takes reflections; a good one leads to a page of its own."""
    now = timezone.now()
    essay = essay_to_write_under(slug, now)
    if request.method == "POST":
        return take_reflection(request, essay, ReflectionForm(request.POST, now=now))
    if essay is None:
        raise Http404
    if essay.slug != slug:
        return redirect("reflect", essay.slug)
    return show_form(request, essay, None if is_full() else ReflectionForm(now=now))


def take_reflection(request: HttpRequest, essay: Essay | None, form: ReflectionForm) -> HttpResponse:
    """Store what was written, once, or show it again; `essay` is None where nobody may write (any more)."""
    is_good = form.is_valid()
    if is_good and (sent := find_sent(**form.sent)):
        return redirect("reflection_sent", token_of(sent))
    if essay is None:
        return say_closed(request)
    if not is_good or form.looks_sent_by_a_machine():
        return show_form(request, essay, form.to_send_again(), HTTPStatus.UNPROCESSABLE_ENTITY)
    if used_up := first_used_up(allowances(request, essay), now=form.now):
        form.add_error(None, words_for(used_up))
        return show_form(request, essay, form.to_send_again(), HTTPStatus.TOO_MANY_REQUESTS)
    try:
        stored = leave_reflection(essay=essay, now=form.now, **form.sent)
    except ClosedError:
        return say_closed(request)
    except FullError:
        form.add_error(None, _("So many wait to be read that no more are taken now. Your words are kept below."))
        return show_form(request, essay, form.to_send_again(), HTTPStatus.CONFLICT)
    except OtherWordsError:
        form.add_error(None, _("Your first words have arrived. If these are other ones, send them once more."))
        return show_form(request, essay, form.to_send_again(has_new_key=True), HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("reflection_sent", token_of(stored))


def words_for(used_up: Allowance) -> str:
    """Return what is said where a limit is used up."""
    if is_of_the_sender(used_up):
        return _("Many reflections came from your connection. Your words are kept below: please try again later.")
    return _("Many people have written today. Your words are kept below: please try again tomorrow.")


def show_form(
    request: HttpRequest, essay: Essay, form: ReflectionForm | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the form with what is to be known before writing; without one it says that no more are taken now."""
    context = {"essay": essay, "form": form, "days": days_of(PERIOD)}
    return render(request, "articles/reflection_form.html", context, status=status)


def say_closed(request: HttpRequest) -> HttpResponse:
    """Answer where nobody may write: what was written is given back; with nothing written there is no such page.

    Whether there is an essay, a draft say, changes nothing in the answer.
    """
    words = [text for name in WRITTEN if (text := request.POST.get(name, "")).strip()]
    if not words:
        raise Http404
    return render(request, "articles/reflection_closed.html", {"words": words}, status=HTTPStatus.NOT_FOUND)


@require_http_methods(["GET", "HEAD", "POST"])
def show_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the words are held (GET), and take them back (POST). It says the same whatever was decided."""
    reference = reference_in(token)
    if reference is None:
        raise Http404
    stored = Reflection.objects.select_related("essay").filter(uuid=reference).first()
    if stored is None:
        return redirect("reflection_gone")
    if request.method == "POST":
        erase_reflection(reflection=stored)
        return redirect("reflection_gone")
    matched = has_danger_words(f"{stored.name}\n{stored.body}")
    context = {"essay": stored.essay, "words_matched": matched, "days": days_of(PERIOD)}
    return render(request, "articles/reflection_sent.html", context)


@require_safe
def show_gone(request: HttpRequest) -> HttpResponse:
    """Say that nothing is kept any more of what was written."""
    return render(request, "articles/reflection_gone.html")
