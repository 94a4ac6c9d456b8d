"""Somebody at the desk who is not the therapist finds nothing of what clients shared, on her front page neither."""

import pytest
from django.test import Client as Browser

from tests import cast
from tests.worksheets.measures.acts import NEVER, OFTEN, ROOM, begin, share
from tests.worksheets.sheets import html
from worksheets.measures.models import MeasurePlan

from .test_sharing import SHARED, at_desk

pytestmark = pytest.mark.gate


def test_staff_without_being_the_therapist_see_nothing(desk: Browser, plan: MeasurePlan) -> None:
    copy = share(begin(plan, NEVER, NEVER, OFTEN))
    staff = cast.make_staff()
    cast.enrol(staff)
    other = cast.sign_in(Browser(), staff, second_factor=True)
    for path in (ROOM, SHARED, at_desk(copy)):
        assert other.get(path).status_code == 404
    for path in ("/admin/", f"/admin/accounts/client/{copy.client_id}/change/"):
        assert str(copy.uuid) in html(desk.get(path))
        assert str(copy.uuid) not in html(other.get(path))
    assert "about safety" in html(desk.get("/admin/"))
    assert "about safety" not in html(other.get("/admin/"))
