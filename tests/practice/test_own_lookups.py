"""The lists of the desk are narrowed down by what their rows show, never by what other rows or secrets tell."""

import pytest
from django.contrib import admin
from django.test import Client as Browser

from tests.cast import make_patron

pytestmark = pytest.mark.gate

LOGINS = "/admin/accounts/user/"


def test_no_list_takes_a_relation_that_leads_to_its_rows() -> None:
    open_ones = [
        (model._meta.label, column.name)
        for model, options in admin.site._registry.items()
        for column in model._meta.get_fields()
        if column.auto_created and not column.concrete
        if options.lookup_allowed(f"{column.name}__isnull", "0", None)  # type: ignore[arg-type]
    ]
    assert open_ones == []


@pytest.mark.parametrize("lookup", ["sign_ins__isnull=0", "client__isnull=0", "password__startswith=scrypt"])
def test_what_others_tell_and_secrets_are_refused(desk: Browser, lookup: str) -> None:
    make_patron("asha@example.com", "Asha")
    assert desk.get(f"{LOGINS}?{lookup}").status_code == 400


@pytest.mark.parametrize("lookup", ["is_staff__exact=0", "email=asha@example.com", "q=asha"])
def test_what_a_row_shows_is_taken(desk: Browser, lookup: str) -> None:
    make_patron("asha@example.com", "Asha")
    page = desk.get(f"{LOGINS}?{lookup}").content.decode()
    assert "asha@example.com" in page
    assert "1 login" in page


def test_what_is_no_column_is_left_to_django(desk: Browser) -> None:
    assert desk.get(f"{LOGINS}?pk=0").status_code == 200
    assert desk.get(f"{LOGINS}?nothing=0").headers["Location"] == f"{LOGINS}?e=1"
