"""What this part of the room registers with the floors below."""

from django.utils.translation import gettext_lazy as _

from accounts.access import is_therapist
from accounts.ledger import Act, register_act
from practice import desk
from practice.desk import Page, Section
from worksheets.measures import desk_entering, desk_giving, desk_shared, messages, rights


def register_all() -> None:
    """Register pages, messages, acts of the ledger and what is exported."""
    messages.register_kinds()
    rights.register_rights()
    named = _("%(who)s chose to see how the totals change that you share of “%(thing)s”.")
    register_act("course", Act(named, _("%(who)s chose to see how totals change that you share.")))
    desk.register_section(
        Section(
            "measures",
            "admin/desk_measures.html",
            desk_shared.measures_section,
            order=15,
            is_wide=False,
            is_for=is_therapist,
        )
    )
    one, copy = "questionnaires/version/<int:pk>/", "questionnaires/shared/<uuid:reference>/"
    desk.register_pages(
        Page("measures", "questionnaires/", desk_giving.measure_list),
        Page("measure_enter", "questionnaires/enter/", desk_entering.enter),
        Page("measure_reword", "questionnaires/<int:pk>/enter/", desk_entering.reword),
        Page("measure_version", one, desk_entering.version_page),
        Page("measure_preview", f"{one}preview/", desk_entering.preview),
        Page("measure_open", f"{one}open/", desk_entering.open_version),
        Page("measure_drop", f"{one}drop/", desk_entering.drop),
        Page("measure_give", "questionnaires/<int:pk>/give/", desk_giving.give_page),
        Page("measure_end", "questionnaires/plans/<int:pk>/end/", desk_giving.end),
        Page("measure_copies", "questionnaires/shared/", desk_shared.copies),
        Page("measure_copy", copy, desk_shared.copy_page),
        Page("measure_copy_read", f"{copy}read/", desk_shared.mark_read),
        Page("measure_course", f"{copy}course/", desk_shared.course),
    )
