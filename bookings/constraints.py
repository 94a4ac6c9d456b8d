"""The database's own guard on PostgreSQL: no two bookings that keep their time may overlap."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Func, Model, Q


class TimeRange(Func):
    """The half-open range of a booking, as PostgreSQL sees it."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class NoOverlap(ExclusionConstraint):
    """An exclusion constraint on PostgreSQL; nothing elsewhere (SQLite has its trigger in `bookings.guards`).

    Two rows of one session may overlap: a client moving a session by half an hour overlaps only herself.
    """

    def __init__(self, *, name: str) -> None:
        super().__init__(
            name=name,
            expressions=[
                (F("practitioner"), RangeOperators.EQUAL),
                (F("session_id"), RangeOperators.NOT_EQUAL),
                (TimeRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
            ],
            condition=Q(blocks=True),
        )

    def deconstruct(self) -> Any:
        path, _args, _kwargs = super().deconstruct()
        return path, (), {"name": self.name}

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if schema_editor and schema_editor.connection.vendor == "postgresql":
            return super().create_sql(model, schema_editor)
        return None

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if schema_editor and schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        return None

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if schema_editor and schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor)
        return None

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the question to the services: a form's answer would be stale when the row is written."""
