"""人才链的变动: what each move changes, and what it refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.members import workflow
from apps.members.models import Affiliation, Member, Movement
from apps.organizations.kinds import TypeCode
from tests.factories import LONG_AGO, make_enterprise, make_member, make_organization

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
LATER = date(2026, 6, 1)


def test_registering_a_full_member_tells_probation_and_membership_apart():
    member = make_member(organization=make_organization())

    assert list(member.standings.order_by("starts_on").values_list("stage", "starts_on", "ends_on")) == [
        ("预备党员", date(2015, 7, 1), date(2016, 7, 1)),
        ("正式党员", date(2016, 7, 1), None),
    ]


def test_registering_opens_an_affiliation_and_writes_an_opening_movement():
    branch = make_organization()

    member = make_member(organization=branch)

    assert member.affiliations.get().organization == branch
    assert [(m.kind, m.to_organization) for m in member.movements.all()] == [(Movement.Kind.OPENING, branch)]


def test_a_transfer_ends_one_affiliation_and_opens_the_next_the_same_day():
    old, new = make_organization(), make_organization()
    member = make_member(organization=old)

    workflow.transfer_within(member, to=new, on=DAY, by=None, why="补录", letter_no="昆组介〔2026〕1号")

    assert list(
        member.affiliations.order_by("starts_on").values_list("organization", "starts_on", "ends_on")
    ) == [
        (old.pk, LONG_AGO, DAY),
        (new.pk, DAY, None),
    ]


def test_a_backdated_transfer_without_a_reason_is_refused():
    member = make_member(organization=make_organization())

    with pytest.raises(ValidationError, match="须填写理由"):
        workflow.transfer_within(member, to=make_organization(), on=DAY, by=None)

    assert member.affiliations.count() == 1


def test_nobody_belongs_to_a_functional_organization():
    alliance = make_organization(type_code=TypeCode.ALLIANCE)

    with pytest.raises(ValidationError, match="功能型党组织"):
        make_member(organization=alliance)

    assert not Affiliation.objects.exists()


def test_the_database_itself_refuses_an_affiliation_in_a_functional_organization():
    alliance, ordinary = make_organization(type_code=TypeCode.ALLIANCE), make_organization()

    with pytest.raises(IntegrityError, match="功能型党组织"), transaction.atomic():
        Affiliation.objects.bulk_create(
            Affiliation(member=make_member(), organization=one, starts_on=DAY, in_reason="entered")
            for one in (ordinary, alliance)
        )


def test_the_database_itself_refuses_to_move_an_affiliation_into_a_functional_organization():
    make_member(organization=make_organization())
    Affiliation.objects.update(organization=make_organization(type_code=TypeCode.ALLIANCE))

    with pytest.raises(IntegrityError, match="功能型党组织"):
        transaction.get_connection().check_constraints()


def test_the_database_itself_refuses_two_affiliations_on_one_day():
    member = make_member(organization=make_organization())

    with pytest.raises(IntegrityError, match="member_one_affiliation"), transaction.atomic():
        Affiliation.objects.bulk_create(
            [Affiliation(member=member, organization=make_organization(), starts_on=DAY, in_reason="entered")]
        )


def test_a_second_person_with_the_same_id_number_is_refused_in_chinese():
    first = make_member()

    with pytest.raises(ValidationError, match="该身份证号已登记"):
        make_member(id_number=first.id_number)


def test_leaving_ends_affiliation_and_posts_and_keeps_the_person():
    branch = make_organization()
    member = make_member(organization=branch)
    workflow.appoint(member, organization=branch, post="member", on=LONG_AGO, by=None)

    workflow.leave(member, kind=Movement.Kind.DIED, on=DAY, by=None, why="家属告知")

    assert Member.objects.on(DAY).get(pk=member.pk).party_status == "死亡"
    assert [a.ends_on for a in member.affiliations.all()] == [DAY]
    assert [s.ends_on for s in member.seats.all()] == [DAY]


def test_a_probationary_member_cannot_sit_on_a_committee():
    branch = make_organization()
    member = make_member(organization=branch, stage="预备党员")

    with pytest.raises(ValidationError, match="无被选举权"):
        workflow.appoint(member, organization=branch, post="member", on=DAY, by=None)

    assert not member.seats.exists()


def test_confirming_a_probationary_member_keeps_the_probation_on_record():
    member = make_member(organization=make_organization(), stage="预备党员")

    workflow.confirm(member, on=DAY, by=None, why="支部大会通过")

    assert list(member.standings.order_by("starts_on").values_list("stage", "ends_on")) == [
        ("预备党员", DAY),
        ("正式党员", None),
    ]


def test_an_organization_that_somebody_belongs_to_is_not_dissolved():
    branch = make_organization()
    make_member(organization=branch)

    with pytest.raises(ValidationError, match="还有1名党员"):
        workflow.dissolve(branch, on=DAY, by=None, why="企业注销")

    assert branch.states.open().get().status == "normal"


def test_employment_named_twice_is_one_row():
    member, enterprise = make_member(), make_enterprise()

    workflow.employ(member, enterprise=enterprise, on=DAY, by=None)
    workflow.employ(member, enterprise=enterprise, on=DAY, by=None, job_title="工程师")

    assert [e.job_title for e in member.employments.all()] == ["工程师"]


def test_a_post_that_begins_later_ends_with_whoever_leaves():
    branch = make_organization()
    member = make_member(organization=branch)
    workflow.appoint(member, organization=branch, post="member", on=LATER, by=None)

    workflow.leave(member, kind=Movement.Kind.DIED, on=DAY, by=None, why="家属告知")

    assert [(seat.starts_on, seat.ends_on) for seat in member.seats.all()] == [(LATER, LATER)]


def test_a_post_ends_with_its_organization_and_says_why():
    branch, member = make_organization(), make_member()
    seat = workflow.appoint(member, organization=branch, post="member", on=LONG_AGO, by=None)

    workflow.dissolve(branch, on=DAY, by=None, why="企业注销")

    ended = seat.events.last()
    assert (ended.ends_on, ended.pgh_context.metadata["why"]) == (DAY, "企业注销")


def test_employment_of_an_earlier_day_ends_where_the_registered_one_begins():
    member, enterprise = make_member(), make_enterprise()
    workflow.employ(member, enterprise=enterprise, on=LATER, by=None)

    workflow.employ(member, enterprise=enterprise, on=DAY, by=None, job_title="工程师")

    days = member.employments.order_by("starts_on").values_list("job_title", "starts_on", "ends_on")
    assert list(days) == [("工程师", DAY, LATER), ("", LATER, None)]


def test_taking_part_on_an_earlier_day_ends_where_the_registered_row_begins():
    member, branch = make_member(), make_organization()
    for day in (LATER, DAY, DAY):
        workflow.take_part(member, organization=branch, kind="cluster", on=day, by=None)

    days = member.participations.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(days) == [(DAY, LATER), (LATER, None)]
