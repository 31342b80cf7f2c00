"""导入名册 — a roster that fills a register is offered above its list, to whoever may import it."""

import pytest
from django.urls import reverse

from apps.core.listing import RegisterList
from apps.rosters.records import RecordDesk
from apps.rosters.registry import kind_of, kinds
from tests.access.written import is_ours, subclasses
from tests.desk.worlds import at_desk

reverse("rosters:start")  # every list is known once the addresses are
LISTS = [view for view in subclasses(RegisterList) if is_ours(view) and vars(view).get("roster")]


def test_every_roster_of_records_is_offered_above_a_list():
    desks = {kind.code: kind.open for kind in kinds()}
    of_records = {
        code for code, desk in desks.items() if isinstance(desk, type) and issubclass(desk, RecordDesk)
    }
    assert of_records - {view.roster for view in LISTS} == {"team_member"}


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.__qualname__)
def test_a_list_asks_for_the_right_to_import_that_its_roster_asks_for(view):
    meta = view.model._meta
    own, asked = f"{meta.app_label}.import_{meta.model_name}", kind_of(view.roster).permission
    # The list of catalogues offers the roster of their items; both rights are given together.
    assert asked == own.replace("servicecatalogue", "serviceitem")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("duty", "offered"), [("registry_manager", ["导入名册", "新增惠企服务清单"]), ("cluster_clerk", [])]
)
def test_the_catalogues_offer_the_roster_of_their_items(ours, duty, offered):
    target = {"cluster": ours.cluster} if duty == "cluster_clerk" else {}
    tools = at_desk(duty, **target).get(reverse("services:catalogues")).context["tools"]
    assert [label for label, _ in tools] == offered
