"""What this room holds of a person. It is erased with the client's own row, to which all of it belongs."""

from django.utils.translation import gettext_lazy as _

from accounts.rights.holdings import Holding, of_client, register
from practice.crypto import SealedError
from worksheets.models import Answer, Assignment, Snapshot, Version
from worksheets.prompts import parse_prompts
from worksheets.reading import Entry, entries


def register_rights() -> None:
    """Name what is exported of this room."""
    register(
        Holding(
            "assignments",
            Assignment,
            _("Worksheets given to you"),
            of_client(Assignment, "worksheet"),
            causes=lambda row: [f"assignment:{row.pk}"],
        )
    )
    register(
        Holding(
            "answers",
            Answer,
            _("What you wrote in worksheets"),
            of_client(Answer, "version__worksheet"),
            also={
                "questions": lambda row: row.version.prompts,
                "to_read": lambda row: in_words(row.version, row),
            },
        )
    )
    register(
        Holding(
            "snapshots",
            Snapshot,
            _("What you shared"),
            of_client(Snapshot, "answer__version__worksheet"),
            left_out={"request_key": _("A number that kept a form from being sent twice.")},
            also={"to_read": lambda row: in_words(row.answer.version, row)},
            causes=lambda row: [f"copy:{row.pk}"],
        )
    )


def in_words(version: Version, row: Answer | Snapshot) -> list[str]:
    """Return each question with its answer, a line each; empty where the answers cannot be opened any more."""
    try:
        body = row.body
    except SealedError:
        return []
    return [line for entry in entries(parse_prompts(version.prompts), body) for line in lines_of(entry)]


def lines_of(entry: Entry) -> list[str]:
    """Return one question with what was answered, rows of a table below each other; nothing where nothing was."""
    if entry.rows:
        return [f"{entry.label}: {row.label}: {line}" for row in entry.filled for line in cells_of(row.cells)]
    said = entry.text or ", ".join(entry.taken)
    return [f"{entry.label}: {said}"] if said else []


def cells_of(cells: tuple[Entry, ...]) -> list[str]:
    """Return the answers of one row."""
    return [line for cell in cells for line in lines_of(cell)]
