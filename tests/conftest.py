"""测试的地基 — one embedded PostgreSQL for the session, unless the environment names a server."""

import os
from collections.abc import Iterator
from datetime import date

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from apps.core import clock
from clusterreg import databases, embedded_postgres
from tests.desk.worlds import Corner, make_corner
from tests.shares import LONG
from tests.template_database import ensure_template

DAY = date(2026, 11, 22)

pytest_plugins = ["tests.gates", "tests.loss.replay"]

# Browser tests run an event loop in the thread that also speaks to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# How busy a machine is says nothing about the code: no example fails for having been slow. What is drawn
# every day is drawn the same, so that a change is judged by itself; the long form draws anew.
hypothesis.settings.register_profile(
    "unhurried",
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("unhurried")


# A file goes to one of the processes that test: those that take a minute go first, so that all end together.
LONG_FILES = (
    "tests/clusterreg/test_serving.py",
    "tests/test_administration.py",
    "tests/desk/test_demo.py",
    "tests/access/test_matrix.py",
    "tests/chains/test_contract.py",
    "tests/rosters/test_proofs.py",
    "tests/chains/test_freezing_all.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG_FILES))


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """It is the day that the dates of the invented rows were chosen for, whenever the tests run."""
    with clock.set_to(DAY):
        yield


@pytest.fixture
def ours() -> Corner:
    """A cluster with a firm, its branch and a member: within the remit of whoever is asked about."""
    return make_corner("元宇宙")


@pytest.fixture
def theirs() -> Corner:
    """Another like it, outside that remit."""
    return make_corner("光电")


@pytest.fixture(scope="session")
def running_database() -> Iterator[None]:
    """A server to make test databases on."""
    if not databases.is_embedded(os.environ):
        yield
        return
    with embedded_postgres.lease(settings.HOME):
        # On a fresh home the password did not exist yet when the settings were read.
        fresh = embedded_postgres.connection(settings.HOME, embedded_postgres.OWNER)
        connections["default"].settings_dict.update(fresh)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    running_database: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Have the server up, and a template to copy, before pytest-django makes its database there."""
    with django_db_blocker.unblock():
        template = ensure_template(settings.HOME / "locks" / "template")
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Leave the database alone at the end: a thread that served a page may still hold a session there."""
    yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
