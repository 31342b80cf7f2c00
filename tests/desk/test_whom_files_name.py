"""导出人员 — a file in which somebody is named asks what for, whichever column names them."""

import pytest
from django.urls import reverse

from apps.chains.indicator_page import SHEETS
from apps.core import clock
from apps.core.columns import speak_of_people
from apps.core.exports import said
from apps.core.models import Takeout
from apps.core.remit import Remit
from apps.members.models import Member, Seat
from tests.desk.test_inert_files import files
from tests.desk.worlds import at_desk, make_corner
from tests.factories import LONG_AGO
from tests.world import make_neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.gate("导出人员")]


@pytest.fixture
def everybody():
    """One row of every register, and people who are named like nothing else."""
    make_neighbourhood("甲")
    for member in Member.objects.all():
        Member.objects.filter(pk=member.pk).update(name=f"欧阳{member.pk}号")


@pytest.fixture
def ours():
    corner = make_corner("元宇宙")
    Seat.objects.create(
        member=corner.member, organization=corner.branch, post="secretary", starts_on=LONG_AGO
    )
    return corner


def test_no_file_that_comes_at_once_names_anybody(everybody, cases):
    client = at_desk("registry_manager")
    names = files()
    cases(len(names))
    found = {
        name: client.get(f"{reverse(name)}?format=csv") for name in names if not name.startswith("chains:")
    }
    at_once = {
        name: answer.content.decode() for name, answer in found.items() if "csv" in answer["Content-Type"]
    }
    assert [name for name, text in at_once.items() if "欧阳" in text] == []


def test_no_table_behind_a_number_names_anybody_unasked(everybody, cases):
    silent = {model: sheet for model, sheet in SHEETS.items() if not speak_of_people(model, sheet.columns)}
    cases(len(SHEETS))
    assert [model._meta.label for model, sheet in silent.items() if "欧阳" in written(model, sheet)] == []


def written(model, sheet):
    """Every cell of all rows."""
    rows = sheet.decorated(model.objects.order_by(*sheet.order), Remit.everything(), clock.today())
    found = sheet.completed(list(rows), clock.today())
    return "".join(str(said(column.value(row))) for row in found for column in sheet.columns)


def test_secretaries_in_a_list_of_organisations_are_counted(ours):
    client = at_desk("registry_manager")
    client.post(reverse("organizations:organizations_export"), {"purpose": "核对班子", "format": "csv"})
    assert Takeout.objects.get().people == [ours.member.pk]
