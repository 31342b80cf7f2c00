"""党组织全貌 — its people and meetings stand there for whoever may see them, as far as they may be seen."""

from contextlib import nullcontext

import pytest
from django.urls import reverse

from apps.members.models import Affiliation
from apps.members.workflow import take_part
from tests.beyond import out_of_duty, out_of_reach
from tests.desk.worlds import at_desk, make_corner
from tests.factories import LONG_AGO, make_organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("without", "people", "meetings"),
    [
        (nullcontext(), True, True),
        (out_of_duty("members.view_member"), False, True),
        (out_of_reach(Affiliation), False, True),
        (out_of_duty("activities.view_meeting"), True, False),
    ],
    ids=["全部", "不看党员", "够不到党员", "不看会议"],
)
def test_a_panel_stands_there_for_whoever_may_see_it(without, people, meetings):
    corner = make_corner("元宇宙")
    address = reverse("organizations:organization", args=[corner.branch.pk])
    client = at_desk("registry_manager")
    with without:
        page = client.get(address).content.decode()
    assert (corner.member.name in page, "年三会一课" in page) == (people, meetings)


@pytest.mark.parametrize(("reach", "branch"), [(nullcontext(), True), (out_of_reach(Affiliation), False)])
def test_those_who_take_part_in_an_action_branch_stand_with_their_own(reach, branch):
    corner = make_corner("元宇宙")
    action = make_organization("元宇宙行动支部", is_functional=True)
    take_part(corner.member, organization=action, kind="action_branch", on=LONG_AGO, by=None)
    address = reverse("organizations:organization", args=[action.pk])
    with reach:
        told = at_desk("registry_manager").get(address).context["told"]
    (panel,) = [panel for panel in told.panels if panel.heading == "参与党员"]
    (row,) = panel.rows
    assert [str(row.cells[0].text), str(row.cells[2])] == [corner.member.name, str(corner.branch) * branch]
