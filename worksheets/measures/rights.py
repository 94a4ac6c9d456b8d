"""What is held of a person in questionnaires. It is erased with the client's own row, to which all of it belongs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.rights.holdings import Holding, of_client, register
from practice.crypto import SealedError
from worksheets.measures.models import (
    MeasureCopy,
    MeasurePlan,
    MeasureRound,
    MeasureTotals,
    MeasureVersion,
)
from worksheets.measures.reading import answers_of
from worksheets.rights import lines_of


def register_rights() -> None:
    """Name what is exported."""
    register(
        Holding(
            "measure_plans",
            MeasurePlan,
            _("Questionnaires given to you"),
            of_client(MeasurePlan, "measure"),
            causes=lambda row: [f"measure_plan:{row.pk}"],
        )
    )
    register(
        Holding(
            "measure_rounds",
            MeasureRound,
            _("What you answered in questionnaires"),
            of_client(MeasureRound, "version__measure"),
            also={
                "questions": lambda row: row.version.definition,
                "to_read": lambda row: in_words(row.version, row),
                "total": lambda row: total_of(row.version, row),
            },
        )
    )
    register(
        Holding(
            "measure_copies",
            MeasureCopy,
            _("Questionnaires that you shared"),
            of_client(MeasureCopy, "round__version__measure"),
            left_out={"request_key": _("A number that kept a form from being sent twice.")},
            also={"to_read": lambda row: in_words(row.round.version, row)},
            causes=lambda row: [f"measure_copy:{row.pk}"],
        )
    )
    register(
        Holding(
            "measure_totals",
            MeasureTotals,
            _("Where totals of your questionnaires are shown"),
            of_client(MeasureTotals, "measure"),
        )
    )


def in_words(version: MeasureVersion, row: Any) -> list[str]:
    """Return each question with its answer, a line each; empty where the answers cannot be opened any more."""
    try:
        return [line for entry in answers_of(version, row.body).entries for line in lines_of(entry)]
    except SealedError:
        return []


def total_of(version: MeasureVersion, row: Any) -> int | None:
    """Return the total; None where a question is unanswered, or the answers cannot be opened any more."""
    try:
        return answers_of(version, row.body).total
    except SealedError:
        return None
