"""The cast and the stage of every test."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from bookings import guards


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests of the other engine."""
    engine = "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgres"
    other = {"sqlite": "postgres", "postgres": "sqlite"}[engine]
    items[:] = [item for item in items if not item.get_closest_marker(other)]


@pytest.fixture(autouse=True)
def _events_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the guards away before a database that really committed is emptied; the flush's own signal restores them."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if commits:
        request.getfixturevalue("_django_db_helper")
    yield
    if commits:
        guards.remove()
