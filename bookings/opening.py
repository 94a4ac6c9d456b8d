"""What has to be set before anyone can be offered a time."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Practitioner
from bookings.models import SessionType, WorkingHours
from practice import opening


def register_steps() -> None:
    """Put the steps of this room on the opening list."""
    opening.register(
        opening.Step(
            key="rules",
            title=_("Check your rules"),
            hint=_("Notice, deadlines and free cancellation. Saving them once says that they are yours."),
            is_done=lambda: Practitioner.objects.exists() and not Practitioner.objects.filter(is_sample=True).exists(),
            address=lambda: reverse("admin:accounts_practitioner_changelist"),
            order=20,
        )
    )
    opening.register(
        opening.Step(
            key="hours",
            title=_("Set your hours"),
            hint=_(
                "Change or delete the example hours. A row becomes your own when you save it, or when you choose it in "
                "the list and say “These are mine”."
            ),
            is_done=lambda: _is_set(WorkingHours),
            address=lambda: reverse("admin:bookings_workinghours_changelist"),
            order=30,
        )
    )
    opening.register(
        opening.Step(
            key="types",
            title=_("Set your sessions and fees"),
            hint=_(
                "Length, ways, fee. Change or delete the examples. A row becomes your own when you save it, or when "
                "you choose it in the list and say “These are mine”."
            ),
            is_done=lambda: _is_set(SessionType),
            address=lambda: reverse("admin:bookings_sessiontype_changelist"),
            order=40,
        )
    )
    opening.register(
        opening.Step(
            key="video_room",
            title=_("Set the link to your video room"),
            hint=_("Clients find it on their page from 15 minutes before a video session. No mail holds it."),
            is_done=_has_room,
            address=lambda: reverse("admin:accounts_practitioner_changelist"),
            is_necessary=False,
            order=45,
        )
    )


def _has_room() -> bool:
    is_wanted = SessionType.objects.filter(video=True, is_offered=True).exists()
    return not is_wanted or Practitioner.objects.exclude(video_link="").exists()


def _is_set(model: type[WorkingHours] | type[SessionType]) -> bool:
    rows = model._default_manager
    return rows.exists() and not rows.filter(is_sample=True).exists()
