"""发展党员: twenty-five steps in order, what the rules refuse, and what each stage does to the person."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.members import developing
from apps.members.models import DevelopmentFile, Member, Movement
from apps.members.steps import Stage, Step
from apps.organizations.kinds import TypeCode
from tests.factories import make_member, make_organization, remit_to
from tests.factories_activities import VOTE, WAY, make_approver, make_file, make_quota, walk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def take(file, step, on=None, **facts):
    return developing.take(file, step=step, on=on or WAY[step][0], by=None, **(WAY[step][1] | facts))


def stage_on(member, day):
    return Member.objects.on(day).get(pk=member.pk).stage


def test_there_are_twenty_five_steps_in_five_stages():
    stages = [step.stage for step in Step]
    assert (len(stages), [stages.count(stage) for stage in Stage]) == (25, [2, 4, 5, 7, 7])


def test_the_whole_way_makes_an_applicant_a_full_member():
    quota = make_quota()
    file = walk(make_file(quota=quota))

    member = Member.objects.get(pk=file.member_id)
    assert (file.status, member.joined_on, member.full_member_on) == (
        "completed",
        date(2024, 6, 1),
        date(2025, 6, 1),
    )
    days = (date(2023, 2, 1), date(2023, 4, 1), date(2024, 4, 1), date(2024, 8, 1), TODAY)
    assert [stage_on(member, day) for day in days] == [
        "入党申请人",
        "入党积极分子",
        "发展对象",
        "预备党员",
        "正式党员",
    ]
    quota.refresh_from_db()
    assert (quota.used, quota.status) == (1, "in_use")


def test_an_admission_is_one_movement_on_the_day_of_the_meeting():
    file = walk(make_file(), before=Step.CONFIRMATION_ASKED)

    movement = Movement.objects.get(member=file.member)

    assert (movement.kind, movement.happened_on, movement.to_organization) == (
        "admitted",
        date(2024, 6, 1),
        file.organization,
    )


def test_nobody_applies_before_eighteen():
    with pytest.raises(ValidationError, match="年满18周岁"):
        make_file(on=date(2023, 5, 16), member=make_member(stage="群众", born=date(2005, 5, 17)))

    assert not DevelopmentFile.objects.exists()


def test_a_functional_organization_develops_nobody():
    with pytest.raises(ValidationError, match="功能型党组织不发展党员"):
        make_file(organization=make_organization("行动支部", type_code=TypeCode.ACTION_BRANCH))


def test_a_temporary_organization_develops_nobody():
    with pytest.raises(ValidationError, match="临时党组织一般不发展党员"):
        make_file(organization=make_organization(type_code=TypeCode.TEMPORARY_BRANCH))


def test_a_step_out_of_order_is_refused():
    file = make_file()
    with pytest.raises(ValidationError, match="“党组织派人谈话”之后才能办理"):
        take(file, Step.RECOMMENDED)


def test_a_step_dated_before_the_one_it_needs_is_refused():
    with pytest.raises(ValidationError, match="日期不能早于“递交入党申请书”"):
        take(make_file(), Step.TALKED, on=date(2023, 1, 9))


def test_a_step_is_taken_once_but_observation_every_half_year():
    file = walk(make_file(), before=Step.PROSPECT_NAMED)
    take(file, Step.OBSERVED, on=date(2024, 2, 28))

    with pytest.raises(ValidationError, match="这一步已经办理。"):
        take(file, Step.RECOMMENDED)

    assert file.steps.filter(step=Step.OBSERVED).count() == 2


def test_an_activist_is_trained_for_a_year():
    file = walk(make_file(), before=Step.PROSPECT_NAMED)
    with pytest.raises(ValidationError, match="一年以上"):
        take(file, Step.PROSPECT_NAMED, on=date(2024, 2, 28))


def test_two_sponsors_are_needed():
    file = walk(make_file(), before=Step.SPONSORS_NAMED)
    developing.name_sponsor(file, member=make_member(), role="sponsor", on=date(2024, 3, 6), by=None)

    with pytest.raises(ValidationError, match="两名正式党员"):
        take(file, Step.SPONSORS_NAMED)


def test_a_probationary_member_sponsors_nobody():
    file = make_file()
    probationary = make_member(stage="预备党员")
    with pytest.raises(ValidationError, match="须为正式党员"):
        developing.name_sponsor(file, member=probationary, role="sponsor", on=date(2024, 3, 6), by=None)


def test_training_of_two_days_and_sixteen_hours_is_too_short():
    file = walk(make_file(), before=Step.TRAINED)
    with pytest.raises(ValidationError, match="不少于3天或24个学时"):
        take(file, Step.TRAINED, days=2, hours=16)


@pytest.mark.parametrize(
    ("vote", "said"),
    [
        ({"due": 10, "present": 5, "in_favour": 5}, "到会有表决权的党员须超过应到会半数"),
        ({"due": 10, "present": 9, "in_favour": 5}, "赞成票须超过应到会有表决权党员的半数"),
    ],
)
def test_half_of_those_due_is_not_more_than_half(vote, said):
    file = walk(make_file(), before=Step.MEETING_ACCEPTED)
    with pytest.raises(ValidationError, match=said):
        take(file, Step.MEETING_ACCEPTED, **vote)


def test_only_an_organization_with_authority_approves():
    file = walk(make_file(), before=Step.APPROVED)
    with pytest.raises(ValidationError, match="审批预备党员权限"):
        take(file, Step.APPROVED, operator=file.organization)

    assert stage_on(file.member, TODAY) == "发展对象"


@pytest.mark.parametrize(
    ("day", "said"), [(date(2024, 9, 2), "请说明特殊情况"), (date(2024, 12, 2), "不得超过六个月")]
)
def test_an_approval_is_late_after_three_months_and_void_after_six(day, said):
    file = walk(make_file(), before=Step.APPROVED)
    with pytest.raises(ValidationError, match=said):
        take(file, Step.APPROVED, on=day, operator=make_approver())


def test_confirmation_waits_for_the_end_of_probation_and_of_its_extension():
    file = walk(make_file(), before=Step.MEETING_CONFIRMED)
    with pytest.raises(ValidationError, match="预备期至2025-06-01"):
        take(file, Step.MEETING_CONFIRMED, on=date(2025, 5, 31))

    file = developing.extend_probation(file, months=6, by=None, why="考察不足")

    with pytest.raises(ValidationError, match="预备期至2025-12-01"):
        take(file, Step.MEETING_CONFIRMED)


@pytest.mark.parametrize("months", [5, 13])
def test_probation_is_extended_by_half_a_year_to_a_year(months):
    file = walk(make_file(), before=Step.MEETING_CONFIRMED)
    with pytest.raises(ValidationError):
        developing.extend_probation(file, months=months, by=None, why="考察不足")

    file.refresh_from_db()
    assert file.extension_months is None


def test_a_stopped_file_takes_no_more_steps_and_another_may_be_opened():
    file = make_file()
    developing.stop(file, on=date(2023, 2, 1), by=None, why="本人撤回申请")

    with pytest.raises(ValidationError, match="已结案"):
        take(file, Step.TALKED)
    assert make_file(member=file.member, on=date(2024, 1, 1)).status == "application"


def test_files_waiting_too_long_are_found():
    waiting, talked = make_file(), make_file()
    take(talked, Step.TALKED)
    approval = walk(make_file(), before=Step.APPROVED)
    overdue = DevelopmentFile.objects

    assert list(overdue.talk_overdue(date(2023, 2, 9))) == []
    assert list(overdue.talk_overdue(date(2023, 2, 10))) == [waiting]
    assert list(overdue.approval_overdue(date(2024, 9, 1))) == [approval]


def test_a_vote_without_numbers_is_refused():
    file = walk(make_file(), before=Step.MEETING_ACCEPTED)
    with pytest.raises(ValidationError, match="支部大会须填写"):
        take(file, Step.MEETING_ACCEPTED, **dict.fromkeys(VOTE))


def test_a_neighbours_file_is_not_seen():
    own, foreign = make_organization(), make_organization()
    file = make_file(organization=own)
    make_file(organization=foreign)

    assert list(DevelopmentFile.objects.within(remit_to(own))) == [file]
