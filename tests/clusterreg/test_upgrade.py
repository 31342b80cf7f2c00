"""升级 — a register of an earlier version arrives today with every row it had, or stays what it was."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from apps.organizations.models import PartyOrganization
from clusterreg.backup import tables
from clusterreg.backup.manifest import Step, applied, is_behind
from clusterreg.backup.restoring import restore
from clusterreg.backup.taking import take
from tests.bench.city import fill
from tests.clusterreg.own_database import own_database
from tests.factories import make_organization
from tests.shares import LONG

pytestmark = pytest.mark.gate("升级")

FIRST_RELEASE: list[Step] = [
    (app, "0001_initial")
    for app in ("accounts", "clusters", "core", "members", "organizations", "rosters", "sessions")
]
MEMBERS, BRANCHES, FIRMS = 50_000, 800, 3_000
SINCE = "date '2020-01-01'"
BROKEN_AT = (1, 40, 150)
Rows = dict[str, list[bytes]]


class Broken(Exception):
    """The upgrade stops here."""


def rows_as(known: list[tables.Table]) -> Rows:
    """Every row, as far as the tables of a moment say."""
    tables.speak_plainly()
    return {table.name: list(tables.rows_out(table)) for table in known if table.name not in ASIDE}


ASIDE = ("django_migrations", "django_content_type")
AUDIT = "core_auditentry"


def broken_at(number: int) -> Callable[..., Any]:
    """Fails at so many changes of a table's structure."""
    count = iter(range(number))

    def execute(do: Callable[..., Any], statement: Any, *said: Any) -> Any:
        if str(statement).lstrip().startswith(("ALTER TABLE", "CREATE")) and next(count, None) is None:
            raise Broken
        return do(statement, *said)

    return execute


def upgrade() -> None:
    """What `setup` does about tables."""
    call_command("migrate", interactive=False, verbosity=0)


def fails_at(number: int) -> bool:
    """Whether the upgrade got as far as that and then broke."""
    try:
        with connection.execute_wrapper(broken_at(number)):
            upgrade()
    except Broken:
        return True
    return False


@pytest.fixture
def a_step_behind(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[tables.Table]]:
    """A register with a row in it, one migration before today; its tables."""
    with django_db_blocker.unblock(), own_database("upgrade_short"):
        make_organization("中共某支部委员会")
        call_command("migrate", "rosters", "0002", interactive=False, verbosity=0)
        yield tables.tables()


def test_an_upgrade_that_breaks_leaves_the_register_as_it_was(a_step_behind: list[tables.Table]) -> None:
    before, steps = rows_as(a_step_behind), applied()
    assert fails_at(0)
    assert (rows_as(tables.tables()), applied()) == (before, steps)
    upgrade()
    assert (rows_as(a_step_behind), is_behind()) == (before, False)
    assert PartyOrganization.objects.get().full_name == "中共某支部委员会"


@pytest.mark.skipif(not LONG, reason="make test-long")
def test_a_backup_of_the_version_before_comes_back_over_the_register_of_today(
    a_step_behind: list[tables.Table], settings: Any, tmp_path: Path
) -> None:
    settings.HOME, settings.MEDIA_ROOT, settings.AUDIT_DIRECTORY = (
        tmp_path,
        tmp_path / "files",
        tmp_path / "a",
    )
    settings.BACKUP_KEY = bytes(range(32))
    before = rows_as(a_step_behind)
    path = take(tmp_path / "backups").path
    upgrade()
    make_organization("后来的")
    restore(path, replace=True)
    assert (rows_as(a_step_behind) | {AUDIT: []}, is_behind()) == (before | {AUDIT: []}, False)


@pytest.fixture
def first_release(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[tables.Table]]:
    """The register of the first release with its people; its tables."""
    with django_db_blocker.unblock(), own_database("upgrade_long", is_empty=True):
        executor = MigrationExecutor(connection)
        state = executor.migrate(FIRST_RELEASE)
        people(state.apps)
        yield tables.tables()


def people(then: Any) -> None:
    """Organisations, firms and members, as the first release kept them; its triggers write their history."""
    fill("clusters.place", 1, then, path="'/1/'", kind="'city'", name="'昆山市'")
    fill(
        "clusters.enterprise",
        FIRMS,
        then,
        name="'企业' || n",
        uscc="'9132' || lpad(n::text, 14, '0')",
        name_order="n::text::bytea",
    )
    fill("clusters.enterprisestate", FIRMS, then, enterprise_id="n", starts_on=SINCE, place_id="1")
    fill(
        "organizations.partyorganization",
        BRANCHES,
        then,
        path="'/' || n || '/'",
        full_name="'中共第' || n || '支部'",
        place_id="1",
    )
    fill(
        "organizations.organizationstate",
        BRANCHES,
        then,
        organization_id="n",
        starts_on=SINCE,
        type_code="'631'",
    )
    fill("members.member", MEMBERS, then, name="'党员' || n", name_order="n::text::bytea")
    fill("members.memberstanding", MEMBERS, then, member_id="n", starts_on=SINCE, stage="'正式党员'")
    fill(
        "members.affiliation",
        MEMBERS,
        then,
        member_id="n",
        organization_id=f"1 + n % {BRANCHES}",
        starts_on=SINCE,
    )
    fill(
        "members.employment",
        MEMBERS,
        then,
        member_id="n",
        enterprise_id=f"1 + n % {FIRMS}",
        starts_on=SINCE,
    )


@pytest.mark.skipif(not LONG, reason="make test-long")
def test_fifty_thousand_members_of_the_first_release_arrive_whole(
    first_release: list[tables.Table], cases: Callable[[int], None]
) -> None:
    before, steps = rows_as(first_release), applied()
    for number in BROKEN_AT:
        assert fails_at(number)
        assert applied() == steps
    assert rows_as(tables.tables()) == before
    upgrade()
    assert (rows_as(first_release), is_behind()) == (before, False)
    cases(len(BROKEN_AT) + 1)
