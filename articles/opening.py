"""What the therapist should read before strangers read it as hers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Essay
from practice import opening


def register_steps() -> None:
    """Put the step of this room on the opening list."""
    opening.register(
        opening.Step(
            key="essays",
            title=_("Read the essays as a clinician"),
            hint=_("Until then each says that it awaits your review, and search engines leave it out."),
            is_done=lambda: not Essay.objects.published().filter(reviewed_on=None).exists(),
            address=lambda: reverse("admin:articles_essay_changelist") + "?reviewed_on__isempty=1",
            is_necessary=False,
            order=100,
        )
    )
