"""The cast and the stage of every test."""

import gc
import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from pytest_django.plugin import DjangoDbBlocker

from bookings import guards
from tests import emptying, reporting, strictness

# In CI the same cases every time, so that a red run means a new fault; elsewhere new cases, to find one.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.load_profile("ci" if strictness.IS_CI else "local")

# Looking for garbage at every 700 objects is a tenth of the time of a process that lives for minutes.
gc.set_threshold(100_000, 20, 20)


GATHERS = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of this process; measure what is to be measured; refuse skips in CI."""
    (settings.TEST_FOLDER / "static").mkdir(parents=True, exist_ok=True)
    if strictness.IS_CI:
        config.pluginmanager.register(strictness.NothingLeftOut())
    config.pluginmanager.register(strictness.UnwatchedStretches())
    config.stash[GATHERS] = reporting.begin()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell the figures of the run's measures, whose own output is not shown where they pass."""
    if config.stash[GATHERS] and (lines := reporting.end()):
        terminalreporter.section("measures")
        terminalreporter.write_line("\n".join(lines))


def pytest_unconfigure() -> None:
    """Remove the folder of this process."""
    shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what another engine answers, and on PostgreSQL what says nothing about it.

    The long ones begin; those that nothing watches stand together, for to begin and to end watching is dear.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        items[:] = [item for item in items if not item.get_closest_marker("postgres")]
    else:
        items[:] = [item for item in items if is_about_postgres(item) and not item.get_closest_marker("sqlite")]
    items.sort(key=lambda item: (not item.get_closest_marker("long"), bool(item.get_closest_marker("unmeasured"))))


def is_about_postgres(item: pytest.Item) -> bool:
    """Tell whether PostgreSQL could answer a test otherwise than SQLite.

    Every fast test that asks the database; of the guards those that really commit, for there engines differ, and those
    marked `both`, among them every address as every role. The other guards look at pages, which are made of the same
    rows.
    """
    if not asks_database(item):
        return False
    return not item.get_closest_marker("gate") or bool(item.get_closest_marker("both")) or commits(item)


def commits(item: pytest.Item) -> bool:
    """Tell whether a test writes for good instead of within a transaction that is undone."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


def asks_database(item: pytest.Item) -> bool:
    """Tell whether a test may touch the database; whatever may not is the same on every engine."""
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    """Let no test reach another machine."""
    with strictness.only_this_machine():
        yield


@pytest.fixture(scope="session", autouse=True)
def _what_is_made_of_code_stays() -> Iterator[None]:
    """Let no test that really commits have the same rows made again."""
    with emptying.keeping_what_is_made_of_code():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let the kinds of rows be known from the first test on: whichever asked for one first asked a query more."""
    with django_db_blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(autouse=True)
def _no_seals_of_other_tests() -> None:
    """Let each test begin with no seal of a ledger kept outside the database, as it begins with no entry in it."""
    settings.LEDGER_FILE.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _events_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the guards away before a database that really committed is emptied; the flush's own signal restores them."""
    if is_real := commits(request.node):
        request.getfixturevalue("_django_db_helper")
    yield
    if is_real:
        guards.remove()
