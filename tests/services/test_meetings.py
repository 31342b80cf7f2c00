"""会商与双向评估: tasks leave a consultation and are cleared; sheets are scored and kept from those rated."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.services.models import Consultation, Criterion, EvaluationRound, EvaluationSheet, Resolution
from apps.services.workflow import consultations, evaluations
from tests.factories import make_body, make_cluster, make_department, make_enterprise, remit_to
from tests.factories_services import make_consultation

pytestmark = pytest.mark.django_db
MAY, TODAY = date(2026, 5, 6), date(2026, 11, 22)
YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def body():
    return make_body(make_cluster())


def resolved(consultation, **facts):
    facts = {"text": "协调用地", "department": make_department(), "due_on": TODAY} | facts
    return consultations.resolve_on(consultation, by=None, **facts)


def test_a_consultation_is_held_minuted_and_its_tasks_handed_out(body):
    row = consultations.hold(make_consultation(body, held=None), by=None)
    row = consultations.issue_minutes(row, minutes="议定一项", by=None)
    with pytest.raises(MoveRefused, match="还没有议定事项，不能交办。"):
        consultations.hand_out(row, by=None)
    resolved(row)
    assert (consultations.hand_out(row, by=None).status, row.held_on) == ("assigned", TODAY)


def test_a_consultation_is_cleared_after_its_tasks(body):
    row = consultations.issue_minutes(make_consultation(body, held=MAY), minutes="议定一项", by=None)
    task = resolved(row)
    with pytest.raises(MoveRefused, match="还有议定事项未销号。"):
        consultations.clear(row, by=None)
    consultations.clear_task(task, outcome="已落实", by=None)
    assert consultations.clear(row, by=None).status == "cleared"


def test_minutes_are_issued_with_words(body):
    with pytest.raises(ValidationError, match="印发纪要须填写纪要。"):
        consultations.issue_minutes(make_consultation(body), minutes="", by=None)


def test_a_task_is_not_due_before_its_consultation(body):
    with pytest.raises(ValidationError, match="完成期限不能早于会商召开日期。"):
        resolved(make_consultation(body, held=TODAY), due_on=MAY)


def test_consultations_held_in_a_period_leave_out_planned_ones(body):
    mine = make_consultation(body, held=MAY)
    make_consultation(body, held=date(2025, 5, 6))
    make_consultation(body, held=None)
    assert list(Consultation.objects.held_in(YEAR)) == [mine]


def test_a_standing_task_past_its_day_is_overdue(body):
    row = make_consultation(body, held=MAY)
    mine = resolved(row, due_on=date(2026, 11, 21))
    consultations.clear_task(resolved(row, due_on=date(2026, 11, 21)), outcome="已落实", by=None)
    resolved(row)
    assert list(Resolution.objects.overdue(TODAY)) == [mine]


def test_a_neighbours_consultation_is_not_seen(body):
    mine = make_consultation(body)
    make_consultation(make_body(make_cluster()))
    assert list(Consultation.objects.within(remit_to(body.cluster))) == [mine]


def make_round(kind="of_departments", **facts):
    facts = {"cluster": make_cluster(), "title": "三季度企评政"} | facts
    days = {"period_starts_on": date(2026, 7, 1), "period_ends_on": date(2026, 9, 30)}
    days |= {"opens_on": date(2026, 10, 1), "closes_on": date(2026, 10, 20)}
    round = EvaluationRound.objects.create(kind=kind, **days, **facts)
    for position, text in enumerate(("响应速度", "办理质量"), start=1):
        Criterion.objects.create(round=round, position=position, text=text)
    return round


def opened(**facts):
    return evaluations.open_for_answers(evaluations.publish(make_round(**facts), by=None), by=None)


def submit(round, *grades, enterprise=None, department=None):
    return evaluations.submit(
        round,
        enterprise=enterprise or make_enterprise(),
        department=department or make_department(),
        grades=dict(zip(round.criteria.all(), grades, strict=False)),
        by=None,
    )


def test_a_sheet_is_handed_in_only_while_the_round_is_open():
    with pytest.raises(MoveRefused, match="评估不在填报中。"):
        submit(make_round(), 5, 5)


def test_a_sheet_answers_every_criterion_from_one_to_five():
    round = opened()
    with pytest.raises(ValidationError, match="请为每个评估项目评分。"):
        submit(round, 5)
    with pytest.raises(ValidationError):
        submit(round, 5, 6)
    assert EvaluationSheet.objects.count() == 0


def test_a_sheet_is_worth_its_average_of_a_hundred():
    submit(opened(), 5, 4)
    assert [sheet.score for sheet in EvaluationSheet.objects.scored()] == [90]


def test_only_sheets_of_closed_rounds_are_reckoned():
    round = opened()
    submit(round, 5, 4)
    before = EvaluationSheet.objects.reckoned_in(YEAR).count()
    evaluations.close(round, by=None)
    assert (before, EvaluationSheet.objects.reckoned_in(YEAR).count()) == (0, 1)


def test_a_rated_department_does_not_see_who_rated_it_and_the_enterprise_sees_its_own():
    department, enterprise = make_department(), make_enterprise()
    sheet = submit(opened(), 1, 1, enterprise=enterprise, department=department)
    seen = [list(EvaluationSheet.objects.within(remit_to(desk))) for desk in (department, enterprise)]
    assert seen == [[], [sheet]]


def test_of_the_other_direction_the_department_sees_its_own_and_the_enterprise_does_not():
    department, enterprise = make_department(), make_enterprise()
    sheet = submit(opened(kind="of_enterprises"), 3, 3, enterprise=enterprise, department=department)
    seen = [list(EvaluationSheet.objects.within(remit_to(desk))) for desk in (department, enterprise)]
    assert (seen, sheet.rater, sheet.rated) == ([[sheet], []], department, enterprise)
