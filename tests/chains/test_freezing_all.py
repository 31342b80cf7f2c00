"""定格全部指标 — one closing of everything a neighbourhood holds: numbers, rows and what the rows said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction

from apps.chains import frozen, workflow
from apps.chains.handbook import FIGURES
from apps.chains.measuring import measure
from apps.chains.models import Closing, FrozenCells, FrozenRow
from apps.chains.scope import Scope
from apps.chains.tables import SHEETS
from apps.core import bulk
from apps.core.exports import said
from apps.core.period import Period
from apps.organizations import tree
from apps.organizations.kinds import TypeCode
from apps.organizations.models import PartyOrganization
from tests.chains.reading import EVERYTHING
from tests.factories import make_organization, remit_to
from tests.world import Rows, make_neighbourhood, shared_by

pytestmark = pytest.mark.django_db

QUARTER = Period.quarter(2026, 3)


@dataclass
class Closed:
    """A neighbourhood that shares rows with another, and the closing of a quarter."""

    rows: Rows
    closing: Closing
    above: PartyOrganization

    @property
    def scopes(self) -> list[Scope]:
        """Everything, the place, the cluster, an organisation and the nearly empty one above it."""
        labels = ("clusters.place", "clusters.cluster", "organizations.partyorganization")
        parts = [*(self.rows[label] for label in labels), self.above]
        return [Scope.everything(EVERYTHING), *map(Scope.of, parts)]


@pytest.fixture(scope="module")
def closed(django_db_setup: None, django_db_blocker) -> Iterator[Closed]:
    """Closed once for all tests of this file, and then taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows = make_neighbourhood("甲")
        shared_by(rows, make_neighbourhood("乙"))
        above = make_organization("中共甲工作委员会", TypeCode.COMMITTEE)
        tree.place(rows["organizations.partyorganization"], above, on=date(2024, 1, 1), by=None, why="补录")
        yield Closed(rows, workflow.close(QUARTER, by=None), above)
        transaction.set_rollback(True)


def said_of(model, keys, remit):
    """What the columns of rows say today to whoever has that remit."""
    sheet = SHEETS[model]
    found = sheet.decorated(model._default_manager.filter(pk__in=keys).order_by("pk"), remit, QUARTER.end)
    rows = sheet.completed(list(found), QUARTER.end)
    return [[str(said(column.value(row))) for column in sheet.columns] for row in rows]


def test_every_number_is_kept_as_it_was_read(closed):
    for scope in closed.scopes:
        live = measure(FIGURES.values(), scope, EVERYTHING, QUARTER)
        found = frozen.readings([closed.closing], scope, EVERYTHING)
        told = {name: frozen.told(found[closed.closing.pk, name]) for name in FIGURES}
        assert {name: (reading.text, reading.makeup) for name, reading in told.items()} == {
            name: (live[one].text, live[one].makeup) for name, one in FIGURES.items()
        }


def test_every_kept_number_has_as_many_kept_rows(closed):
    for scope in closed.scopes:
        found = frozen.readings([closed.closing], scope, EVERYTHING).values()
        assert [frozen.rows_of(row.figure.numerator, scope).count() for row in found] == [
            row.rows for row in found
        ]


def test_every_kept_row_keeps_what_its_columns_said(closed):
    for tally in closed.closing.tallies.all():
        keys = list(FrozenRow.objects.filter(tally=tally).values_list("key", flat=True))
        assert [len(cells) for cells in frozen.lines(tally, keys, EVERYTHING)] == [len(tally.labels)] * len(
            keys
        )


def test_a_kept_row_tells_whoever_sees_a_part_what_it_told_then(closed):
    remit = remit_to(closed.rows["clusters.cluster"])
    for tally in closed.closing.tallies.all():
        model, counted = frozen.model_of(tally), FrozenRow.objects.filter(tally=tally)
        keys = list(frozen.reachable(counted, tally, remit).order_by("key").values_list("key", flat=True))
        assert frozen.lines(tally, keys, remit) == said_of(model, keys, remit)


def test_a_kept_cell_without_its_parts_is_told_to_whoever_sees_everything(closed):
    firm, remit = closed.rows["clusters.enterprise"], remit_to(closed.rows["clusters.cluster"])
    kept = FrozenCells.objects.get(model="clusters.enterprise", key=firm.pk)
    tally = closed.closing.tallies.filter(model="clusters.enterprise").first()
    place = tally.labels.index("集群与角色")
    with transaction.atomic():
        with bulk.unrecorded(FrozenCells):
            FrozenCells.objects.filter(pk=kept.pk).update(parts=None)
        told = [frozen.lines(tally, [firm.pk], seen)[0][place] for seen in (remit, EVERYTHING)]
        transaction.set_rollback(True)
    assert told == ["", kept.cells[place]]
    assert kept.cells[place] != ""


def test_no_id_number_and_no_phone_is_kept(closed):
    member, firm = closed.rows["members.member"], closed.rows["clusters.enterprise"]
    said = "".join(cell for row in FrozenCells.objects.all() for cell in row.cells)
    secrets = (member.id_number, member.mobile, firm.contact_phone)

    assert (all(secrets), [secret for secret in secrets if secret in said]) == (True, [])
    assert member.name in said
