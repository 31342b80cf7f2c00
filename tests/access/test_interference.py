"""互不干扰 — whatever happens to the neighbour's rows, one's own pages stay the same byte for byte.

Left out, as declared: whether an ID number is taken anywhere. What the crawl itself would change is held:
the clock stands still, and the desk has been offered its authenticator.
"""

from copy import copy
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from apps.accounts import factors
from apps.accounts.duties import DutyCode
from apps.core.remit import Remit
from apps.members.models import Member
from apps.rosters import registry, workflow
from apps.rosters.situation import Plan
from apps.services.models import ServiceOrder
from tests.access.canaries import ONE_TIME, Marks, texts_of
from tests.access.conftest import TODAY, as_owner, open_to_all
from tests.access.test_objects import FEW, PERSONAL
from tests.factories import an_id_number, make_enterprise, make_member, make_organization
from tests.factories_services import make_order
from tests.permission_walk import address
from tests.permissions import PAGES, TAKEN
from tests.shares import LONG, share_of

pytestmark = [pytest.mark.django_db, pytest.mark.gate("互不干扰")]
READERS = [DutyCode.CLUSTER_SECRETARY] + [DutyCode.CLUSTER_CLERK, DutyCode.BRANCH_OPERATOR] * LONG


@pytest.fixture
def still(monkeypatch):
    """However long a crawl takes, no minute passes."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def crawled(desk):
    """Every page of a desk about its own rows, as it is read: an archive by its parts."""
    found = {}
    for name in share_of(PAGES, desk.column, FEW):
        with transaction.atomic():
            response = desk.client.get(address(name, TAKEN[name], desk.own))
            transaction.set_rollback(True)
        heading = {name: value for name, value in response.headers.items() if name not in PERSONAL}
        body = [ONE_TIME.sub("", text) for text in texts_of(response.content)]
        found[name] = response.status_code, heading, body
    return found


def edited(world):
    """Every text, number and day of the neighbour's says something else."""
    marks = Marks()
    marks.write(world.before, open_to_all())
    return len(marks.made)


def added(world):
    """More firms, branches, people and orders."""
    cluster, place = world.foreign["clusters.cluster"], world.foreign["clusters.place"]
    for number in range(3):
        firm = make_enterprise(f"新来{number}有限公司", cluster=cluster, place=place)
        branch = make_organization(f"中共新来{number}支部", cluster=cluster, units=(firm,), place=place)
        make_member(f"新来{number}", organization=branch, enterprise=firm)
        make_order(firm, body=world.foreign["organizations.clusterbody"], description="缺电")
    return ServiceOrder.objects.count()


def deleted(world):
    """What may be removed of the neighbour's, until nothing more can be."""
    gone = 0
    for row in list(world.foreign.values()):
        if row._meta.label_lower not in open_to_all():
            try:
                with transaction.atomic():
                    gone += copy(row).delete()[0]
            except (ProtectedError, IntegrityError):
                continue
    return gone


def imported(world):
    """A roster of the neighbour's branch, kept."""
    cluster, place = world.foreign["clusters.cluster"], world.foreign["clusters.place"]
    branch = make_organization("中共导入支部", cluster=cluster, place=place)
    number = an_id_number(date(1985, 7, 1))
    headings = "姓名\t公民身份号码\t所在党支部\t人员类别\t入党日期\t转正日期"
    sheet = f"{headings}\n导入甲\t{number}\t{branch.full_name}\t正式党员\t2008-06-01\t2009-06-01\n"
    upload = workflow.receive(
        data=sheet.encode(), name="名册.tsv", kind=registry.kind_of("member"), plan=Plan(), by=world.stranger
    )
    workflow.keep(upload, remit=Remit.everything(), by=world.stranger, today=TODAY)
    return Member.objects.filter(name="导入甲").count()


def told_apart(before, after):
    """The first lines that differ."""
    lines = (str(said).replace("\\n", "\n").splitlines() for said in (before, after))
    return next((pair for pair in zip(*lines, strict=False) if pair[0] != pair[1]), "length")


CHANGES = (added, imported, edited, deleted)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("desk", READERS, indirect=True)
def test_changes_of_the_neighbours_change_none_of_ones_own_pages(desk, world, cases):
    factors.offer(desk.user)
    before = crawled(desk)
    for change in CHANGES:
        with as_owner():
            assert change(world) > 0
        if LONG or change is CHANGES[-1]:
            after = crawled(desk)
            cases(len(before))
            assert {
                name: told_apart(before[name], after[name]) for name in before if before[name] != after[name]
            } == {}
