"""How a table is laid out: a row is a group of its own, and rows that are still empty stand folded away."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.forms import Form
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from worksheets.kinds import Table, Week

TEMPLATE = "worksheets/_prompt.html"
EMPTY_ROWS = 1  # shown below those that hold something


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row with its fields."""

    label: str
    fields: SafeString


class TableLayout(LayoutObject):
    """A table of prompts. `names` are the names of the fields, by the key of their row."""

    def __init__(self, table: Table, names: dict[str, list[str]]) -> None:
        self.table, self.names = table, names
        self.fields = [name for row in names.values() for name in row]

    def render(self, form: Form, context: Context, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Render all rows; those beyond the first empty one are opened by a tap, with or without JavaScript."""
        rows = [
            Drawn(row.label, self._draw(self.names[row.key], form, context, template_pack)) for row in self.table.rows
        ]
        shown = self._shown(form)
        drawn = {"table": self.table, "rows": rows[:shown], "folded": rows[shown:], "columns": len(self.table.columns)}
        return render_to_string("worksheets/_table.html", drawn)

    def _shown(self, form: Form) -> int:
        if isinstance(self.table, Week):
            return len(self.names)
        held = [number for number, names in enumerate(self.names.values(), start=1) if self._holds(names, form)]
        return min(len(self.names), max(held, default=0) + EMPTY_ROWS)

    @staticmethod
    def _holds(names: list[str], form: Form) -> bool:
        return any(form[name].value() or name in form.errors for name in names)

    @staticmethod
    def _draw(names: list[str], form: Form, context: Context, template_pack: str) -> SafeString:
        drawn = (render_field(name, form, context, template=TEMPLATE, template_pack=template_pack) for name in names)
        return mark_safe("".join(drawn))  # rendered by templates, which escape
