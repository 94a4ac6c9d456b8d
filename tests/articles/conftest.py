"""The hour at which the essays' pages are read."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture
def noon() -> Iterator[None]:
    """Stand still at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield
