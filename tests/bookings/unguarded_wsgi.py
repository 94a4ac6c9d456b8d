"""The site with its guards off: the control of the measure that shows what they are for. Never deployed."""

import pytest

from practice.wsgi import application
from tests.bookings.unguarded import unlock

unlock(pytest.MonkeyPatch())

__all__ = ["application"]
