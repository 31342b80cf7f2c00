"""定格 — what a closing keeps does not move any more, whatever becomes of the register."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from apps.chains import frozen, workflow
from apps.chains.handbook import FIGURES
from apps.chains.models import FrozenFigure, FrozenReading, FrozenRow, ReportingPeriod
from apps.chains.scope import Scope
from apps.core.models import Step
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.core.remit import Remit
from apps.members import workflow as members
from apps.organizations import tree
from apps.organizations.kinds import TypeCode
from tests.chains.reading import EVERYTHING, read
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_member,
    make_organization,
    make_user,
    remit_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_figures")]
QUARTER = Period.quarter(2026, 3)
MEMBERS = ("ORG-03", "")


def kept(closing, target, name=MEMBERS, remit=EVERYTHING):
    scope = Scope.of(target) if target else Scope.everything(remit)
    return frozen.readings([closing], scope, remit).get((closing.pk, name))


def make_committee():
    return make_organization(type_code=TypeCode.COMMITTEE)


def figure(closing, name=MEMBERS):
    return FrozenFigure.objects.get(closing=closing, code=name[0], part=name[1])


def test_a_later_correction_changes_what_is_read_and_not_what_was_kept(cluster, branch):
    member = make_member(organization=branch)
    closing = workflow.close(QUARTER, by=None)
    members.leave(member, kind="died", on=date(2026, 9, 1), by=None, why="补录")

    for target in (None, cluster.place, cluster, branch):
        assert read("ORG-03", target, QUARTER.end).value == 0
        assert frozen.told(kept(closing, target)).text == "1名"


def test_what_an_organisation_without_rows_said_is_kept_as_well(branch):
    closing = workflow.close(QUARTER, by=None)
    make_member(organization=branch, on=LONG_AGO)

    assert read("ORG-03", branch, QUARTER.end).value == 1
    assert frozen.told(kept(closing, branch)).text == "0名"


def test_an_organisation_keeps_what_stood_below_it_that_day(branch):
    above, other = make_committee(), make_committee()
    tree.place(branch, above, on=LONG_AGO, by=None, why="补录")
    member = make_member(organization=branch)
    closing = workflow.close(QUARTER, by=None)
    tree.place(branch, other, on=QUARTER.end, by=None, why="补录")

    assert [frozen.told(kept(closing, one)).text for one in (above, other)] == ["1名", "0名"]
    rows = frozen.rows_of(figure(closing).numerator, Scope.of(above))
    assert [row.key for row in rows] == [member.pk]


def test_a_branch_reads_what_was_kept_of_itself_only(cluster, branch):
    other = make_organization(cluster=cluster)
    closing = workflow.close(QUARTER, by=None)

    assert frozen.told(kept(closing, branch, remit=remit_to(branch))).text == "0名"
    assert kept(closing, cluster, remit=remit_to(branch)) is None
    assert kept(closing, other, remit=remit_to(branch)) is None
    assert (
        kept(closing, other, remit=Remit.of(*remit_to(branch).stretches, *remit_to(cluster).stretches))
        is None
    )


def test_what_was_kept_cannot_be_written_over(cluster, branch):
    make_member(organization=branch)
    workflow.close(QUARTER, by=None)

    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenReading.objects.update(value=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenRow.objects.all().delete()


def test_the_definition_is_kept_in_its_words():
    closing = workflow.close(QUARTER, by=None)
    kept_figure, defined = figure(closing), FIGURES[MEMBERS]

    assert (kept_figure.meaning, kept_figure.formula) == (defined.meaning, defined.formula)
    assert (kept_figure.source, kept_figure.reviewed_on) == (defined.source, defined.reviewed_on)


def test_who_closed_and_when_is_on_record():
    clerk = make_user("registry_manager")
    closing = workflow.close(QUARTER, by=clerk)

    steps = Step.objects.of(closing.period).values_list("was", "state", "by")
    assert list(steps) == [("", "open", clerk.pk), ("open", "closed", clerk.pk)]


def test_a_running_period_is_not_closed():
    with pytest.raises(ValidationError, match="尚未结束"):
        workflow.close(Period.quarter(2026, 4), by=None)


def test_odd_days_are_not_closed():
    with pytest.raises(ValidationError, match="只能定格"):
        workflow.close(Period(LONG_AGO, date(2020, 1, 2)), by=None)


def test_a_closed_period_is_not_closed_again():
    workflow.close(QUARTER, by=None)
    with pytest.raises(MoveRefused):
        workflow.close(QUARTER, by=None)


def test_reopening_needs_a_reason():
    closing = workflow.close(QUARTER, by=None)
    with pytest.raises(ValidationError, match="重开理由"):
        workflow.reopen(closing.period, by=None, why=" ")


def test_a_reopened_period_is_read_live_and_what_it_had_kept_stays(cluster, branch):
    make_member(organization=branch)
    first = workflow.close(QUARTER, by=None)
    workflow.reopen(first.period, by=None, why="补登一批党员")
    assert frozen.closings([QUARTER]) == {}

    make_member(organization=branch)
    second = workflow.close(QUARTER, by=None)

    assert frozen.closings([QUARTER]) == {QUARTER: second}
    assert [frozen.told(kept(one, cluster)).text for one in (first, second)] == ["1名", "2名"]
    assert Step.objects.of(first.period).filter(why="补登一批党员").count() == 1


def test_two_periods_say_which_rows_came_and_went(cluster, branch):
    stayed, gone = make_member(organization=branch), make_member(organization=branch)
    members.leave(gone, kind="died", on=date(2026, 8, 1), by=None, why="去世")
    come = make_member(organization=branch, on=date(2026, 8, 1))
    earlier = workflow.close(Period.quarter(2026, 2), by=None)
    later = workflow.close(QUARTER, by=None)
    compared = frozen.Compared(figure(earlier), figure(later), Scope.of(cluster))

    assert [row.key for row in compared.gone()] == [gone.pk]
    assert [row.key for row in compared.come()] == [come.pk]
    assert stayed.pk not in {row.key for row in [*compared.gone(), *compared.come()]}


def test_a_desk_reads_what_was_kept_of_its_own_cluster_only(cluster, branch):
    other = make_cluster()
    make_member(organization=branch)
    closing = workflow.close(QUARTER, by=None)
    remit = remit_to(cluster)

    assert frozen.told(kept(closing, cluster, remit=remit)).text == "1名"
    assert kept(closing, other, remit=remit) is None
    assert kept(closing, None, remit=remit) is None
    assert frozen.told(kept(closing, cluster, remit=remit_to(cluster.place))).text == "1名"


def test_a_desk_opens_kept_rows_only_of_what_it_reaches_today(cluster, branch):
    stayed, gone = make_member(organization=branch), make_member(organization=branch)
    closing = workflow.close(QUARTER, by=None)
    members.transfer_within(gone, to=make_organization(), on=date(2026, 11, 1), by=None, why="补录")
    tally = figure(closing).numerator
    rows = frozen.rows_of(tally, Scope.of(cluster))

    assert [row.key for row in frozen.reachable(rows, tally, remit_to(cluster))] == [stayed.pk]
    assert {row.key for row in frozen.reachable(rows, tally, EVERYTHING)} == {stayed.pk, gone.pk}


def test_closing_takes_as_many_statements_for_many_members_as_for_few(
    cluster, branch, django_assert_max_num_queries
):
    for _ in range(3):
        make_member(organization=branch)
    with django_assert_max_num_queries(1000) as few:
        workflow.close(Period.quarter(2026, 2), by=None)
    for _ in range(9):
        make_member(organization=branch)
    with django_assert_max_num_queries(len(few)):
        workflow.close(QUARTER, by=None)


def test_closed_periods_are_told_from_open_ones():
    workflow.close(QUARTER, by=None)

    assert list(ReportingPeriod.objects.closed().values_list("ends_on", flat=True)) == [QUARTER.end]
