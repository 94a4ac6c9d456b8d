"""What every template may know of the browser it is shown in."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext

from accounts import own_browser
from accounts.models import User
from accounts.sign_ins import idle_limit, mark_of


@dataclass(frozen=True, slots=True)
class ThisBrowser:
    """Whether it is one person's own, whether that is still to be asked, and when its sign-in ends unused."""

    is_own: bool
    is_asked: bool
    idle_seconds: int
    mark: str

    @property
    def idle_words(self) -> str:
        """How long one stays signed in without a page, in whole hours or minutes."""
        hours, minutes = self.idle_seconds // 3600, self.idle_seconds // 60
        if hours:
            return ngettext("%d hour", "%d hours", hours) % hours
        return ngettext("%d minute", "%d minutes", minutes) % minutes


def browser(request: HttpRequest) -> dict[str, object]:
    """Give templates `this_browser`; found out at the first use, for a public page must not look at the session."""
    return {"this_browser": SimpleLazyObject(lambda: this_browser(request))}


def this_browser(request: HttpRequest) -> ThisBrowser:
    """Return what is known of the browser that asks."""
    user = request.user
    return ThisBrowser(
        is_own=own_browser.is_own(request),
        is_asked=isinstance(user, User) and not user.is_staff and own_browser.is_asked(request),
        idle_seconds=int(idle_limit(request, user).total_seconds()),
        mark=mark_of(user) if isinstance(user, User) else "",
    )
