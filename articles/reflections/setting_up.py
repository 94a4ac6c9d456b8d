"""What reflections register with the rooms below."""

from django.utils.translation import gettext_lazy as _

from accounts.rights.periods import Kind, register
from articles import companions
from articles.reflections import desk as own_desk
from articles.reflections import messages
from articles.reflections.selectors import HAS_REFLECTIONS
from articles.reflections.services import PERIOD, delete_not_shown
from practice import desk, mail


def register_all() -> None:
    """Register what is fetched with an essay, how long what is kept, the note in the morning, and the desk's pages."""
    companions.register("has_reflections", HAS_REFLECTIONS)
    mail.register(messages.KIND, messages.render_note, _("Note that readers wrote under an essay"))
    basis = _(
        "The practice’s own period: what is not shown serves nobody, and a decision can be changed meanwhile. A lawyer "
        "must check how it stands beside rule 8(3)."
    )
    title = _("Reflections of readers that are not shown")
    register(Kind(PERIOD, title, 30, basis, delete_not_shown))
    register_desk()


def register_desk() -> None:
    """Give the desk its part and its pages."""
    section = desk.Section("reflections", "admin/desk_reflections_part.html", own_desk.section, order=40, is_wide=False)
    desk.register_section(section)
    one = "reflections/<uuid:reference>/"
    desk.register_pages(
        desk.Page("reflections", "reflections/", own_desk.show_list),
        desk.Page("reflections_open", "reflections/open/", own_desk.open_or_close),
        desk.Page("reflection", one, own_desk.show_one),
        desk.Page("reflection_decide", f"{one}decide/", own_desk.decide_one),
        desk.Page("reflection_reply", f"{one}reply/", own_desk.reply_to_one),
        desk.Page("reflection_reply_back", f"{one}reply/back/", own_desk.take_reply_back),
        desk.Page("reflection_erase", f"{one}erase/", own_desk.erase_one),
    )
