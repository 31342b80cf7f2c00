"""预警清单 — counts by kind, rows with reason and owner, clearing, export; and who sees what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.chains.models import Clearance
from apps.core import clock
from tests.beyond import out_of_duty
from tests.desk.worlds import at_desk, make_corner, signed_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
ALERTS = "desk:alerts"


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def counts(client, **asked):
    groups = client.get(reverse(ALERTS), asked).context["groups"]
    return {tile.alert.code: tile.count for _, _, tiles in groups for tile in tiles if tile.count}


def text(client, **asked):
    return client.get(reverse(ALERTS), asked).content.decode()


def test_the_list_counts_kinds_and_opens_the_gravest(ours):
    client = at_desk("cluster_clerk", cluster=ours.cluster)

    assert counts(client) == {"leaderless": 1, "theme_day": 1, "meetings": 1}
    page = client.get(reverse(ALERTS))
    assert page.context["alert"].code == "leaderless"
    assert [(level.label, n) for level, n in page.context["levels"]] == [("红色", 1), ("黄色", 2)]


def test_a_kind_opens_its_rows_with_reason_owner_and_action(ours):
    shown = text(at_desk("cluster_clerk", cluster=ours.cluster), kind="theme_day")

    assert "近3个月缺3个月：2026年8月、2026年9月、2026年10月" in shown
    assert "补登已开展的，没有开展的按月补办" in shown
    assert reverse("organizations:organization", args=[ours.branch.pk]) in shown


def test_a_neighbours_alerts_are_not_counted(ours):
    theirs = make_corner("光电")

    assert counts(at_desk("cluster_secretary", cluster=ours.cluster))["leaderless"] == 1
    assert str(theirs.branch) not in text(
        at_desk("cluster_secretary", cluster=ours.cluster), kind="leaderless"
    )
    assert counts(at_desk("registry_manager"))["leaderless"] == 2


def test_the_widest_scope_counts_no_more_than_the_remit_reaches(ours):
    make_corner("光电")

    assert counts(at_desk("cluster_secretary", cluster=ours.cluster), scope="all")["leaderless"] == 1


def test_a_scope_chooses_among_what_the_remit_reaches(ours):
    make_corner("光电")

    assert counts(at_desk("registry_manager"), scope=f"cluster:{ours.cluster.pk}")["leaderless"] == 1


def clear(client, organization, **said):
    said = {"verdict": "not_applicable", "note": "筹备中", "until": "2027-02-01"} | said
    return client.post(reverse("desk:clear_alert", args=["leaderless", organization.pk]), said)


def test_what_was_looked_into_moves_to_the_other_tab_and_says_by_whom(ours):
    user = make_user("cluster_clerk", cluster=ours.cluster)
    client = signed_in(user)
    assert clear(client, ours.branch).status_code == 302

    assert "leaderless" not in counts(client)
    shown = text(client, kind="leaderless", state="cleared")
    assert all(word in shown for word in ("不适用", "筹备中", "2027-02-01"))
    event = Clearance.objects.get().events.select_related("pgh_context").get()
    assert event.pgh_context.metadata["by"] == user.pk


def test_a_clearance_is_taken_back_on_the_same_page(ours):
    client = at_desk("cluster_clerk", cluster=ours.cluster)
    clear(client, ours.branch)
    clear(client, ours.branch, verdict="again")

    assert counts(client)["leaderless"] == 1


def test_a_wrong_day_is_said_beside_the_field_and_nothing_is_written(ours):
    answer = clear(at_desk("cluster_clerk", cluster=ours.cluster), ours.branch, until="2026-11-22")

    assert answer.context["form"].errors == {"until": ["有效期须晚于今天。"]}
    assert not Clearance.objects.exists()


@pytest.mark.parametrize(
    "right", ["chains.view_reading", "organizations.view_partyorganization", "chains.add_clearance"]
)
def test_whoever_lacks_one_of_the_rights_clears_nothing(ours, right):
    client = at_desk("cluster_clerk", cluster=ours.cluster)
    with out_of_duty(right):
        assert clear(client, ours.branch).status_code == 403


def test_only_rows_that_are_raised_can_be_cleared(ours):
    other = make_organization(cluster=make_corner("光电").cluster)
    client = at_desk("cluster_clerk", cluster=ours.cluster)

    assert clear(client, other).status_code == 404
    assert client.get(reverse("desk:clear_alert", args=["due", ours.enterprise.pk])).status_code == 404
    assert client.get(reverse("desk:clear_alert", args=["nothing", ours.branch.pk])).status_code == 404


def test_the_file_holds_what_is_shown_and_only_what_may_be_taken_away(ours):
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    address = reverse("desk:alerts_export")
    one = (
        client.get(address, {"kind": "leaderless", "format": "csv"}).content.decode("utf-8-sig").splitlines()
    )
    everything = client.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()

    assert one == [
        "类别,级别,对象,情况,自,责任党组织,建议,结论,说明,有效期至",
        f"无书记,红色,{ours.branch},没有登记书记,,{ours.branch},及时选举或任命书记,,,",
    ]
    assert [line.split(",")[0] for line in everything[1:]] == ["无书记", "主题党日缺月", "三会一课缺次"]


def test_the_start_page_names_the_kinds_that_have_rows(ours):
    client = at_desk("cluster_clerk", cluster=ours.cluster)
    alerts = client.get(reverse("desk:start")).context["alerts"]

    assert [(alert.code, n) for alert, n in alerts] == [("leaderless", 1), ("theme_day", 1), ("meetings", 1)]


@pytest.mark.parametrize("kind", ["leaderless", "theme_day", "meetings"])
def test_a_list_of_thirty_asks_as_often_as_one_of_three(ours, kind):
    client = at_desk("registry_manager")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(ALERTS), {"kind": kind, "per_page": 50})
        return len(queries)

    make_organization(cluster=ours.cluster)
    asked()  # the first page of a session asks for more
    [make_organization(cluster=ours.cluster) for _ in range(2)]  # after them everything is counted again
    few = asked()
    [make_organization(cluster=ours.cluster) for _ in range(27)]
    assert asked() == few
