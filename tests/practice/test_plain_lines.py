"""A line of the desk's forms is one line: whatever sends more is refused, on every page and in the rows within one."""

from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings.models import SessionType
from practice.fields import require_plain

pytestmark = pytest.mark.gate

BROKEN = "Our company\r\nBcc: everybody@example.com"


def fields_of(page: Any, request: Any) -> dict[str, forms.Field]:
    """Return every field of a page and of the rows within it."""
    names = [name for name in flatten_fieldsets(page.get_fieldsets(request)) if name not in page.readonly_fields]
    found = dict(page.get_form(request, fields=names).base_fields) if names else {}
    for inline in page.get_inline_instances(request):
        own = inline.get_formset(request).form.base_fields
        found |= {f"{inline.model.__name__}.{name}": field for name, field in own.items()}
    return found


def test_every_field_of_one_line_refuses_a_second_one(rf: RequestFactory, therapist: User) -> None:
    request = rf.get("/admin/")
    request.user = therapist
    seen = 0
    for page in admin.site._registry.values():
        for field in fields_of(page, request).values():
            if isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput):
                seen += 1
                with pytest.raises(ValidationError):
                    field.clean(BROKEN)
    assert seen > 30


def test_control_without_the_rule_a_second_line_is_taken(rf: RequestFactory, therapist: User) -> None:
    request = rf.get("/admin/")
    request.user = therapist
    plain = admin.ModelAdmin(Practitioner, admin.site).get_form(request)
    assert plain.base_fields["video_company"].clean(BROKEN) == BROKEN


@pytest.mark.parametrize("name", ["Our company\r\nand more", "a\nb", "a\x07b", "a\u2028b", "a\u202eb"])
def test_the_company_of_the_video_link_is_one_line(
    desk: Browser, session_type: SessionType, practitioner: Practitioner, name: str
) -> None:
    page = reverse("admin:accounts_practitioner_change", args=[practitioner.pk])
    form = desk.get(page).context["adminform"].form
    given = {key: value if (value := form[key].value()) is not None else "" for key in form.fields}
    answer = desk.post(page, {**given, "video_company": name})
    assert "Remove the characters that cannot be shown, then try again." in answer.content.decode()
    practitioner.refresh_from_db()
    assert practitioner.video_company != name


def test_text_of_several_lines_is_taken(rf: RequestFactory, therapist: User) -> None:
    request = rf.get("/admin/")
    request.user = therapist
    fields = [field for page in admin.site._registry.values() for field in fields_of(page, request).values()]
    long = [field for field in fields if isinstance(field.widget, forms.Textarea)]
    assert len(long) > 3
    assert all(require_plain not in field.validators for field in long)
