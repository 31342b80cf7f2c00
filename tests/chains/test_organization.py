"""组织链指标 — each read from a few rows."""

from datetime import date

import pytest

from apps.clusters import workflow as clusters
from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.members import workflow as members
from apps.members.models import ChainChief, Liaison, Movement, Seat
from apps.organizations import workflow as organizations
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, OrganizationState
from tests.chains.reading import DAY, made_of, read, rows
from tests.factories import (
    LONG_AGO,
    make_body,
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    make_place,
)

pytestmark = pytest.mark.django_db
Form, Mode = ClusterBody.Form, ClusterBody.FormationMode


def staffed(count, cluster, organization=None, **facts):
    """An enterprise on the chain where so many full members work."""
    enterprise = make_enterprise(cluster=cluster, **facts)
    for _ in range(count):
        make_member(enterprise=enterprise, organization=organization)
    return enterprise


def test_bodies_are_counted_by_form_and_by_way_of_forming():
    place = make_place()
    make_body(make_cluster(place=place), formation_mode=Mode.FLAGSHIP)
    make_body(make_cluster(place=place), formation_mode=Mode.LOCAL)
    make_body(make_cluster(place=place), form=Form.ALLIANCE)

    assert read("ORG-01", place).value == 2
    assert read("ORG-01/alliance", place).value == 1
    assert [read(f"ORG-01/mode-{mode.value}").value for mode in Mode] == [0, 1, 1, 0]


def test_a_body_that_has_ended_is_not_counted():
    body = make_body(make_cluster())
    ClusterBody.objects.filter(pk=body.pk).update(ends_on=DAY)

    assert read("ORG-01").value == 0
    assert read("ORG-01", day=date(2026, 11, 21)).value == 1


def test_covered_organizations_are_official_kinds_in_being():
    cluster = make_cluster()
    make_organization(cluster=cluster)
    make_organization(cluster=cluster, type_code=TypeCode.COMMITTEE)
    make_organization(cluster=cluster, type_code=TypeCode.ACTION_BRANCH)
    make_organization(cluster=cluster, type_code=TypeCode.GROUP, parent=make_organization())
    preparing = make_organization(cluster=cluster)
    OrganizationState.objects.filter(organization=preparing).update(status="preparing")

    assert read("ORG-02", cluster).value == 2
    assert [read(f"ORG-02/{code}", cluster).value for code in ("611", "631", "632")] == [1, 1, 0]


def test_an_organization_leaves_with_its_coverage_on_the_day_it_ends():
    cluster = make_cluster()
    branch = make_organization(cluster=cluster)
    organizations.end(branch.coverages.get(), on=date(2026, 6, 1), by=None, why="调整")

    assert read("ORG-02", cluster, date(2026, 5, 31)).value == 1
    assert read("ORG-02", cluster, date(2026, 6, 1)).value == 0


def test_a_place_holds_what_is_covered_there_and_what_stands_there_once():
    place, elsewhere = make_place(), make_place()
    cluster = make_cluster(place=place)
    make_organization(cluster=cluster)
    make_organization(place=place)
    make_organization(cluster=cluster, place=place)
    make_organization(place=elsewhere)

    assert read("ORG-02", place).value == 3
    assert read("ORG-02").value == 4


def test_a_body_that_is_a_real_committee_is_never_among_the_organizations():
    place = make_place()
    body = make_body(make_cluster(place=place))
    body.organization.is_functional = False
    body.organization.save()
    organizations.change_state(
        body.organization, on=LONG_AGO, by=None, why="实体化", type_code=TypeCode.COMMITTEE
    )

    assert read("ORG-02", place).value == 0


def test_members_are_counted_where_their_affiliation_is():
    cluster = make_cluster()
    branch = make_organization(cluster=cluster)
    make_member(organization=branch)
    make_member(organization=branch, stage="预备党员")
    make_member(organization=branch, is_lost=True)
    visitor = make_member(organization=make_organization())
    members.take_part(visitor, organization=branch, kind="cluster", on=LONG_AGO, by=None)
    members.leave(
        make_member(organization=branch),
        kind=Movement.Kind.LEFT_PARTY,
        on=date(2026, 1, 1),
        by=None,
        why="除名",
    )

    assert read("ORG-03", cluster).value == 3
    assert read("ORG-03/full", cluster).value == 2
    assert read("ORG-03/probationary", cluster).value == 1
    assert read("ORG-03/lost", cluster).value == 1


def test_coverage_and_single_formation_are_rates_over_private_enterprises():
    cluster = make_cluster()
    own, joint_a, joint_b, bare = (make_enterprise(cluster=cluster) for _ in range(4))
    public = make_enterprise(cluster=cluster, ownership=Enterprise.Ownership.PUBLIC)
    make_organization(units=(own,))
    make_organization(units=(public,))
    make_organization(type_code=TypeCode.JOINT_BRANCH, units=(joint_a, joint_b))
    make_enterprise()  # on no chain

    assert made_of("ORG-04", cluster) == (3, 4)
    assert made_of("ORG-05", cluster) == (1, 4)
    assert read("ORG-04", cluster).text == "75.0%"
    assert [read(f"ORG-04/{key}", cluster).value for key in ("own", "joint", "chain")] == [1, 2, 5]
    assert read("ORG-05/count", cluster).value == 2
    assert bare not in rows("ORG-04", cluster)


def test_key_enterprises_are_key_in_the_cluster_that_is_asked_about():
    cluster, other = make_cluster(), make_cluster()
    key = make_enterprise(cluster=cluster, is_key=True)
    clusters.join_chain(key, other, chain_role="upstream", on=LONG_AGO, by=None)

    assert read("ORG-04/key", cluster).value == 1
    assert read("ORG-04/key", other).value == 0
    assert read("ORG-04/chain", other).value == 1


def test_an_enterprise_out_of_business_is_no_longer_on_the_chain():
    cluster = make_cluster()
    enterprise = make_enterprise(cluster=cluster)
    clusters.change_state(
        enterprise, on=date(2026, 6, 1), by=None, why="停产", status=EnterpriseState.Status.SUSPENDED
    )

    assert read("ORG-04", cluster, date(2026, 5, 31)).denominator == 1
    assert read("ORG-04", cluster).value is None
    assert read("ORG-04", cluster).text == "—"


def test_three_full_members_and_no_organization_make_one_due():
    cluster = make_cluster()
    due = staffed(3, cluster, organization=make_organization())
    staffed(2, cluster)
    probationary = staffed(2, cluster)
    make_member(enterprise=probationary, stage="预备党员")
    make_organization(units=(staffed(3, cluster),))

    assert list(rows("ORG-06", cluster)) == [due]
    assert read("ORG-06", cluster).value == 1


def test_employment_that_nobody_confirmed_makes_nothing_due():
    cluster = make_cluster()
    enterprise = staffed(2, cluster)
    members.employ(make_member(), enterprise=enterprise, on=LONG_AGO, by=None, is_confirmed=False)

    assert read("ORG-06", cluster).value == 0


def test_what_is_covered_by_a_joint_branch_is_ready_and_not_due():
    cluster = make_cluster()
    joint = make_organization(type_code=TypeCode.JOINT_BRANCH)
    ready = staffed(3, cluster, organization=joint)
    partly = staffed(3, cluster)
    for enterprise in (ready, partly):
        organizations.serve(joint, enterprise, on=LONG_AGO, by=None)

    assert read("ORG-06", cluster).value == 0
    assert set(rows("ORG-06/ready", cluster)) == {ready, partly}
    assert list(rows("ORG-06/untransferred", cluster)) == [partly]


def test_waiting_is_counted_from_the_day_there_were_enough_without_a_break():
    cluster = make_cluster()
    enterprise = staffed(2, cluster)
    third = make_member(enterprise=enterprise)
    members.end(third.employments.get(), on=date(2026, 3, 1), by=None, why="离职")
    members.employ(make_member(), enterprise=enterprise, on=date(2026, 10, 23), by=None)

    assert read("ORG-06/fresh", cluster).value == 1
    assert read("ORG-06/waiting", cluster, date(2026, 11, 23)).value == 1
    assert read("ORG-06/long", cluster, date(2027, 4, 22)).value == 1
    assert read("ORG-06", cluster, date(2026, 5, 1)).value == 0
    assert read("ORG-06/long", cluster, date(2026, 2, 28)).value == 1


def test_work_reaches_where_somebody_is_sent_or_a_union_stands():
    cluster = make_cluster()
    guided = make_enterprise(cluster=cluster)
    Liaison.objects.create(
        member=make_member(), enterprise=guided, kind=Liaison.Kind.COMMISSIONER, starts_on=LONG_AGO
    )
    helped = make_enterprise(cluster=cluster)
    Liaison.objects.create(
        member=make_member(), enterprise=helped, kind=Liaison.Kind.ASSISTANT, starts_on=LONG_AGO
    )
    union = make_enterprise(cluster=cluster, has_union=True)

    assert set(rows("ORG-07", cluster)) == {guided, union}
    assert made_of("ORG-07", cluster) == (2, 3)


@pytest.mark.parametrize(
    ("began", "years", "kind", "overdue"),
    [
        (date(2023, 11, 22), 3, TypeCode.BRANCH, 0),
        (date(2023, 11, 21), 3, TypeCode.BRANCH, 1),
        (date(2021, 11, 22), None, TypeCode.COMMITTEE, 0),
        (date(2021, 11, 21), None, TypeCode.COMMITTEE, 1),
        (date(2023, 11, 21), None, TypeCode.JOINT_BRANCH, 1),
        (date(2015, 1, 1), None, TypeCode.TEMPORARY_BRANCH, 0),
        (None, 3, TypeCode.BRANCH, 0),
    ],
)
def test_a_term_is_overdue_the_day_after_it_ends(began, years, kind, overdue):
    cluster = make_cluster()
    make_organization(cluster=cluster, type_code=kind, term_starts_on=began, term_years=years)

    assert read("ORG-08", cluster).value == overdue


def test_an_approved_extension_keeps_a_term_from_being_overdue_while_it_lasts():
    cluster = make_cluster()
    branch = make_organization(cluster=cluster, term_starts_on=date(2023, 1, 1), term_years=3)
    branch.extensions.create(approval_no="1号", approved_on=date(2026, 1, 1), until=DAY)

    assert read("ORG-08", cluster, date(2025, 12, 31)).value == 0
    assert read("ORG-08", cluster).value == 0
    assert read("ORG-08", cluster, date(2026, 11, 23)).value == 1


def test_sectors_are_added_up_over_the_bodies():
    place = make_place()
    first, second = (make_body(make_cluster(place=place)) for _ in range(2))
    for sector in (Seat.Sector.PARK, Seat.Sector.FINANCE, Seat.Sector.PARK, ""):
        members.appoint(
            make_member(), organization=first.organization, post="member", sector=sector, on=LONG_AGO, by=None
        )
    members.appoint(
        make_member(), organization=second.organization, post="member", sector="park", on=LONG_AGO, by=None
    )

    assert made_of("ORG-10", place) == (3, 2)
    assert read("ORG-10", place).text == "1.5类"
    assert rows("ORG-10", place).count() == 3


def test_a_cluster_is_led_by_a_chief_together_with_a_leading_firm():
    place = make_place()
    both, chief_only, firm_only = (make_cluster(place=place) for _ in range(3))
    for cluster in (both, chief_only):
        ChainChief.objects.create(cluster=cluster, member=make_member(), starts_on=LONG_AGO)
    for cluster in (both, firm_only):
        make_enterprise(cluster=cluster, chain_role=ClusterEnterprise.ChainRole.LEADER)
    ChainChief.objects.create(
        cluster=firm_only, member=make_member(), kind=ChainChief.Kind.ENTERPRISE, starts_on=LONG_AGO
    )

    assert list(rows("ORG-11", place)) == [both]
    assert read("ORG-11", place).text == "33.3%"
