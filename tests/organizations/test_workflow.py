"""组织链的变动: what ends with an organisation."""

from datetime import date

import pytest

from apps.organizations import workflow
from apps.organizations.models import Coverage
from tests.factories import make_cluster, make_enterprise, make_organization

pytestmark = pytest.mark.django_db
SPRING, SUMMER, AUTUMN = (date(2026, month, 1) for month in (3, 6, 9))


def test_a_link_that_begins_later_ends_with_its_organisation():
    firm = make_enterprise()
    branch = make_organization(units=(firm,), cluster=make_cluster(), on=SPRING)
    for rows in (branch.units, branch.coverages):
        rows.update(starts_on=AUTUMN)
    workflow.serve(branch, firm, on=SPRING, by=None)
    workflow.cover(branch, Coverage.objects.get().body, on=SPRING, by=None)

    workflow.dissolve(branch, on=SUMMER, by=None, why="企业注销")

    for rows in (branch.units, branch.coverages):
        days = rows.order_by("starts_on").values_list("starts_on", "ends_on")
        assert list(days) == [(SPRING, SUMMER), (AUTUMN, AUTUMN)]
