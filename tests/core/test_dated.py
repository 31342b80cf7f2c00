"""有起止日期的关系: what holds on a day, and how a new value takes over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.clusters.models import EnterpriseState
from apps.core.dated import close, hold, lacking, succeed
from apps.organizations.models import OrganizationUnit
from tests.factories import LONG_AGO, make_enterprise, make_organization

Status = EnterpriseState.Status
SPRING, SUMMER, AUTUMN = (date(2026, month, 1) for month in (3, 6, 9))


def spans(enterprise):
    return list(enterprise.states.order_by("starts_on").values_list("status", "starts_on", "ends_on"))


@pytest.mark.django_db
def test_a_row_is_in_force_from_its_first_day_to_the_day_before_its_end():
    enterprise = make_enterprise()
    succeed(enterprise.states, on=date(2026, 5, 1), status=Status.CLOSED)

    days = [date(2026, 4, 30), date(2026, 5, 1)]
    assert [enterprise.states.in_force(day).get().status for day in days] == [Status.OPERATING, Status.CLOSED]


@pytest.mark.django_db
def test_a_value_that_already_holds_writes_nothing():
    enterprise = make_enterprise()

    succeed(enterprise.states, on=date(2026, 5, 1), status=Status.OPERATING)

    assert spans(enterprise) == [(Status.OPERATING, LONG_AGO, None)]


@pytest.mark.django_db
def test_a_value_said_again_for_its_first_day_is_a_correction():
    enterprise = make_enterprise()

    succeed(enterprise.states, on=LONG_AGO, status=Status.SUSPENDED)

    assert spans(enterprise) == [(Status.SUSPENDED, LONG_AGO, None)]


@pytest.mark.django_db
def test_what_was_said_of_later_days_stays():
    enterprise = make_enterprise()
    succeed(enterprise.states, on=date(2026, 5, 1), status=Status.CLOSED)

    succeed(enterprise.states, on=date(2025, 5, 1), status=Status.SUSPENDED)

    assert spans(enterprise) == [
        (Status.OPERATING, LONG_AGO, date(2025, 5, 1)),
        (Status.SUSPENDED, date(2025, 5, 1), date(2026, 5, 1)),
        (Status.CLOSED, date(2026, 5, 1), None),
    ]


@pytest.mark.django_db
def test_what_is_not_said_is_carried_over():
    enterprise = make_enterprise()
    succeed(enterprise.states, on=LONG_AGO, building="A座")

    succeed(enterprise.states, on=date(2026, 5, 1), status=Status.SUSPENDED)

    assert enterprise.states.in_force(date(2026, 5, 1)).get().building == "A座"


@pytest.mark.django_db
def test_a_value_does_not_end_before_a_row_that_holds_no_day():
    enterprise = make_enterprise()
    EnterpriseState.objects.create(enterprise=enterprise, starts_on=AUTUMN, ends_on=AUTUMN)

    assert succeed(enterprise.states, on=SUMMER, status=Status.CLOSED).ends_on is None


@pytest.fixture
def link():
    return {"organization": make_organization(), "enterprise": make_enterprise()}


def served(link, *days):
    OrganizationUnit.objects.bulk_create(
        OrganizationUnit(**link, starts_on=first, ends_on=last) for first, last in days
    )


def days_served():
    return list(OrganizationUnit.objects.order_by("starts_on").values_list("starts_on", "ends_on"))


@pytest.mark.django_db
def test_a_link_of_an_earlier_day_ends_where_the_registered_one_begins(link):
    served(link, (SUMMER, None))
    hold(OrganizationUnit, on=SPRING, **link)
    assert days_served() == [(SPRING, SUMMER), (SUMMER, None)]


@pytest.mark.django_db
def test_a_link_in_force_is_answered_again(link):
    served(link, (SPRING, AUTUMN))
    assert hold(OrganizationUnit, on=SUMMER, **link) == OrganizationUnit.objects.get()


@pytest.mark.django_db
def test_a_link_that_holds_no_day_ends_no_other(link):
    served(link, (AUTUMN, AUTUMN))
    assert hold(OrganizationUnit, on=SUMMER, **link).ends_on is None


@pytest.mark.django_db
def test_of_many_links_those_are_lacking_that_nobody_holds(link, django_assert_num_queries):
    others = [{"organization": make_organization(), "enterprise": make_enterprise()} for _ in range(3)]
    served(link, (SPRING, None))
    served(others[0], (AUTUMN, None))
    served(others[1], (AUTUMN, AUTUMN))
    served(others[2] | {"organization": link["organization"]}, (AUTUMN, None))
    keys = [{f"{end}_id": row.pk for end, row in each.items()} for each in (link, *others)]
    with django_assert_num_queries(1):
        rows = lacking(OrganizationUnit, keys, on=SUMMER)
    assert rows == [
        {**key, "starts_on": SUMMER, "ends_on": end}
        for key, end in zip(keys[1:], (AUTUMN, None, None), strict=True)
    ]


@pytest.mark.django_db
def test_what_is_closed_holds_on_no_day_from_then_on(link):
    served(link, (LONG_AGO, SPRING), (SPRING, AUTUMN), (AUTUMN, None))
    assert close(OrganizationUnit.objects.all(), on=SUMMER) == 2
    assert days_served() == [(LONG_AGO, SPRING), (SPRING, SUMMER), (AUTUMN, AUTUMN)]


@pytest.mark.django_db
def test_overlapping_rows_are_refused_in_chinese():
    enterprise = make_enterprise()

    with pytest.raises(ValidationError, match="同一企业同一时间只能有一种经营状态"):
        EnterpriseState(enterprise=enterprise, starts_on=date(2026, 1, 1)).full_clean()


@pytest.mark.django_db
def test_an_end_before_the_beginning_is_refused_in_chinese():
    enterprise = make_enterprise()
    state = enterprise.states.get()
    state.ends_on = LONG_AGO - timedelta(days=1)

    with pytest.raises(ValidationError, match="结束日期不能早于开始日期"):
        state.full_clean()


FOR_EVER = 10_000_000
DAYS = st.integers(0, 12) | st.sampled_from([-700_000, 2_000_000])
SPANS = st.tuples(DAYS, st.none() | DAYS).filter(lambda span: span[1] is None or span[0] <= span[1])


class OverlappingAtAll(TestCase):
    """Two rows of one owner stand together exactly where no day is in both; those of another never matter."""

    @given(SPANS, SPANS, st.booleans())
    def test_two_rows_stand_together_where_no_day_is_in_both(self, one, other, is_same):
        firms = make_enterprise(), make_enterprise()
        EnterpriseState.objects.all().delete()
        a_row(firms[0], one)
        ends = (FOR_EVER if end is None else end for _, end in (one, other))
        shared = range(max(one[0], other[0]), min(ends))
        if is_same and shared:
            with pytest.raises(IntegrityError, match="enterprise_one_state"), transaction.atomic():
                a_row(firms[0], other)
        else:
            a_row(firms[not is_same], other)


def a_row(enterprise, span):
    first, end = (offset if offset is None else date(2020, 1, 1) + timedelta(days=offset) for offset in span)
    return EnterpriseState.objects.create(enterprise=enterprise, starts_on=first, ends_on=end)


class SucceedingInAnyOrder(TestCase):
    """Whatever is said of whatever days, exactly one state holds on each day since the first."""

    @given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(list(Status))), max_size=6))
    def test_one_state_holds_on_every_day(self, said):
        enterprise = make_enterprise()
        for offset, status in said:
            succeed(enterprise.states, on=LONG_AGO + timedelta(days=offset), status=status)

        for offset in {0, 500, *(offset for offset, _ in said)}:
            assert enterprise.states.in_force(LONG_AGO + timedelta(days=offset)).count() == 1
