"""The room of the worksheets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksheetsConfig(AppConfig):
    """Name the room."""

    name = "worksheets"
    verbose_name = _("Worksheets")

    def ready(self) -> None:
        from practice import shipped
        from worksheets import builder, closing, companions, desk_client, given, library, rights, sharing_mail
        from worksheets.measures import setting_up

        builder.register_pages()
        closing.connect()
        companions.register()
        given.register_kind()
        sharing_mail.register_kinds()
        rights.register_rights()
        register_acts()
        register_desk()
        desk_client.register_part()
        setting_up.register_all()
        shipped.register("worksheets", library.load, floor=2)  # after the essays that they belong to


def register_acts() -> None:
    """Say how what happens to a shared copy is told to the client."""
    from accounts.ledger import Act, register_act

    own = {
        "shared": (_("You shared a copy of “%(thing)s”."), _("You shared a copy.")),
        "unshared": (
            _("You took back the copy of “%(thing)s” that you shared on %(day)s."),
            _("You took back the copy that you shared on %(day)s."),
        ),
    }
    others = {
        "opened": (
            _("%(who)s opened what you shared of “%(thing)s” on %(day)s."),
            _("%(who)s opened what you shared on %(day)s."),
        ),
        "read": (
            _("%(who)s marked as read what you shared of “%(thing)s” on %(day)s."),
            _("%(who)s marked as read what you shared on %(day)s."),
        ),
        "replied": (
            _("%(who)s replied to what you shared of “%(thing)s” on %(day)s."),
            _("%(who)s replied to what you shared on %(day)s."),
        ),
        "reply back": (
            _("%(who)s took back a reply to what you shared of “%(thing)s” on %(day)s."),
            _("%(who)s took back a reply to what you shared on %(day)s."),
        ),
    }
    for name, (words, unnamed) in (own | others).items():
        register_act(name, Act(words, unnamed, is_clients_own=name in own))


def register_desk() -> None:
    """Give the desk the room in which shared copies are read."""
    from accounts.access import is_therapist
    from practice import desk
    from worksheets import desk_shared

    desk.register_section(
        desk.Section(
            "shared",
            "admin/desk_shared.html",
            desk_shared.shared_section,
            order=14,
            is_wide=False,
            is_for=is_therapist,
        )
    )
    one = "shared/<uuid:reference>/"
    desk.register_pages(
        desk.Page("shared", "shared/", desk_shared.shared_list),
        desk.Page("shared_copy", one, desk_shared.shared_copy),
        desk.Page("shared_read", f"{one}read/", desk_shared.mark_read),
        desk.Page("shared_reply", f"{one}reply/", desk_shared.reply),
        desk.Page("shared_reply_back", f"{one}reply/back/", desk_shared.reply_back),
    )
