"""数据库权限 — what the application role can and cannot do to real tables."""

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction

from clusterreg.embedded_postgres import APPLICATION
from clusterreg.rights import application_faults

pytestmark = pytest.mark.django_db

Try = Callable[[str], None]


@pytest.fixture
def as_application() -> Try:
    """Run a statement as the application."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APPLICATION}")

    def run(statement: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO django_session VALUES ('a', 'b', now())",
        "UPDATE accounts_user SET name = name",
        "DELETE FROM django_session",
        "SELECT nextval('accounts_user_id_seq')",
        "CREATE TEMPORARY TABLE staging (number int)",
        "UPDATE pghistory_context SET metadata = '{}'",
    ],
)
def test_the_application_does_its_everyday_work(as_application: Try, statement: str) -> None:
    as_application(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (number int)",
        "DROP TABLE django_session",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "TRUNCATE accounts_user CASCADE",
        "UPDATE accounts_userevent SET pgh_label = 'forged'",
        "DELETE FROM accounts_userevent",
        "DELETE FROM pghistory_context",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ],
)
def test_the_application_cannot_change_history_or_structure(as_application: Try, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        as_application(statement)


def test_the_application_is_no_more_than_it_should_be(as_application: Try) -> None:
    assert application_faults(connection) == []


def test_the_owner_is_found_to_be_more_than_an_application() -> None:
    assert application_faults(connection) == ["可建表", "拥有数据表"]
