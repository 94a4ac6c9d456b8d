"""The pages about the browser one is in, and about the others in which one is signed in."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import own_browser, sign_ins
from accounts.access import require_signed_in
from accounts.models import User

OTHERS = "others"
ANSWERS = ("yes", "no")


@require_http_methods(["GET", "HEAD", "POST"])
@require_signed_in
def space_phone(request: HttpRequest) -> HttpResponse:
    """Ask whether this phone is only hers; the answer holds from the next page on and can be changed here."""
    if request.method != "POST":
        return render(request, "accounts/phone.html")
    answer = request.POST.get("answer")
    if answer not in ANSWERS:
        return render(request, "accounts/phone.html", {"is_unanswered": True}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response = redirect("space")
    if answer == "yes":
        own_browser.remember_own(response)
        messages.success(request, _("Noted: only you use this phone."))
    else:
        own_browser.remember_shared(request, response)
        messages.success(request, _("Noted: others may use this phone too."))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@require_signed_in
def space_sign_ins(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in, and end one of them or all others."""
    user = request.user
    if not isinstance(user, User):
        raise BadRequest
    if request.method != "POST":
        return render(request, "accounts/sign_ins.html", {"sign_ins": sign_ins.sign_ins_of(request, user)})
    chosen = request.POST.get("end", "")
    if chosen == OTHERS:
        sign_ins.end_others(request, user)
    elif chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        sign_ins.end(user=user, pk=int(chosen))
    messages.success(request, _("Done. Nobody is signed in there any more."))
    return redirect("space_sign_ins")


@require_http_methods(["GET", "POST"])
def sign_in_state(request: HttpRequest) -> HttpResponse:
    """Tell a page's script how long its sign-in lasts yet, and whose it is by a mark; POST goes on with it."""
    user = request.user
    if not isinstance(user, User):
        return JsonResponse({"left": 0, "mark": ""})
    if request.method == "POST":
        sign_ins.note(request, user, timezone.now())
    left = int(sign_ins.left_of(request, user).total_seconds())
    return JsonResponse({"left": left, "mark": sign_ins.mark_of(user)})
