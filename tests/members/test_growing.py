"""队伍、岗位、协议、评选、双向培养、人才库、指标: what each move changes and refuses, and who sees what."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.members import growing
from apps.members.models import (
    AgreementParty,
    CollectiveHonour,
    DevelopmentQuota,
    DualCultivation,
    ExpertContact,
    ExpertLink,
    Honour,
    Laureate,
    PartnerAgreement,
    Post,
    ProgrammeMember,
    TalentPoolEntry,
    TalentProgramme,
    WorkTeam,
)
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_enterprise,
    make_institution,
    make_member,
    make_organization,
    remit_to,
)
from tests.factories_activities import make_agreement, make_award, make_nomination, make_quota, make_team

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def test_ending_a_team_lets_its_people_go():
    team = make_team(make_cluster())
    team.members.create(member=make_member(), role="leader", starts_on=LONG_AGO)

    growing.end_team(team, on=DAY, by=None, result="三项专利")

    assert [member.ends_on for member in team.members.all()] == [DAY]
    assert [list(WorkTeam.objects.in_force(day)) for day in (date(2026, 3, 1), TODAY)] == [[team], []]


def test_only_teams_that_work_on_technology_are_tackling():
    tackling = make_team()
    make_team(kind="help_group")

    assert list(WorkTeam.objects.tackling()) == [tackling]


def test_a_running_team_has_begun():
    with pytest.raises(ValidationError, match="运行中的队伍须填写开始日期。"):
        WorkTeam(name="攻坚组", kind="tackle_group").full_clean()


def test_a_team_of_the_neighbouring_cluster_is_not_seen():
    own, foreign = make_cluster(), make_cluster()
    team, _ = make_team(own), make_team(foreign)

    assert list(WorkTeam.objects.within(remit_to(own))) == [team]


def make_post(**facts):
    branch = make_organization()
    facts = {"name": "一号产线", "starts_on": LONG_AGO} | facts
    return Post.objects.create(member=make_member(organization=branch), organization=branch, **facts)


def test_a_post_is_signed_assessed_and_withdrawn():
    post = growing.sign_post(make_post(), on=DAY, by=None)
    post = growing.assess_post(post, on=date(2026, 6, 1), grade="good", by=None)
    assert list(Post.objects.in_force(TODAY).model_posts()) == [post]

    post = growing.withdraw_post(post, on=date(2026, 7, 1), by=None, why="岗位调整")

    assert (post.status, list(Post.objects.in_force(TODAY))) == ("withdrawn", [])


def test_a_post_is_not_assessed_before_it_is_signed():
    with pytest.raises(MoveRefused, match="设立"):
        growing.assess_post(make_post(), on=DAY, grade="good", by=None)


def test_an_agreement_needs_two_parties():
    agreement = make_agreement(make_organization(), status="negotiated", signed_on=None)
    with pytest.raises(ValidationError, match="至少须有两方"):
        growing.sign_agreement(agreement, on=DAY, by=None)


def test_universities_of_standing_agreements_are_counted_once():
    university, branch = make_institution(), make_organization()
    for _ in range(2):
        make_agreement(branch, university)
    make_agreement(branch, make_institution(), valid_until=date(2026, 1, 1))
    make_agreement(branch, make_institution(kind="finance"))

    standing = PartnerAgreement.objects.standing(TODAY)
    universities = AgreementParty.objects.universities().filter(agreement__in=standing)

    assert set(universities.values_list("institution", flat=True)) == {university.pk}


def test_a_party_is_one_of_three_kinds():
    party = AgreementParty(
        agreement=make_agreement(), organization=make_organization(), enterprise=make_enterprise()
    )
    with pytest.raises(ValidationError, match="填写一项"):
        party.full_clean()


def test_an_agreement_is_seen_by_its_parties_only():
    own, other, stranger = make_organization(), make_organization(), make_organization()
    agreement = make_agreement(own, other)

    seen = [list(PartnerAgreement.objects.within(remit_to(who))) for who in (own, other, stranger)]

    assert seen == [[agreement], [agreement], []]


def award_on_notice(*passed, **facts):
    award = growing.review_award(growing.open_nominations(make_award(**facts), by=None), by=None)
    nominations = [make_nomination(award, member) for member in passed]
    days = {"notice_from": date(2026, 3, 2), "notice_until": date(2026, 3, 6)}
    return growing.put_on_notice(award, nominations, by=None, **days)


def test_naming_laureates_gives_each_person_the_honour():
    award = award_on_notice(make_member("甲"), make_member("乙"))
    make_nomination(award, make_member("丙"))

    growing.name_laureates(award, on=date(2026, 3, 9), by=None)

    assert set(Honour.objects.artisans(2026).values_list("member__name", flat=True)) == {"甲", "乙"}
    assert Laureate.objects.of_kind("artisan", 2026).filter(honour__isnull=False).count() == 2


def test_an_honour_registered_before_is_not_given_twice():
    member = make_member()
    Honour.objects.create(member=member, kind="artisan", title="党员工匠", year=2026)

    growing.name_laureates(award_on_notice(member), on=date(2026, 3, 9), by=None)

    assert Honour.objects.artisans(2026).count() == 1


def test_a_notice_over_a_weekend_is_not_five_working_days():
    award = growing.review_award(growing.open_nominations(make_award(), by=None), by=None)
    with pytest.raises(ValidationError, match="不少于5个工作日"):
        growing.put_on_notice(
            award, [], notice_from=date(2026, 3, 5), notice_until=date(2026, 3, 10), by=None
        )


def test_nobody_is_named_before_the_notice_ends():
    award = award_on_notice(make_member())
    with pytest.raises(ValidationError, match="命名日期不能早于公示结束。"):
        growing.name_laureates(award, on=date(2026, 3, 5), by=None)

    assert not Laureate.objects.exists()


def test_an_artisan_nomination_names_a_person():
    with pytest.raises(ValidationError, match="此奖项须填写人选。"):
        make_award().nominations.model(award=make_award(year=2025), enterprise=make_enterprise()).full_clean()


def cultivation(member, **facts):
    facts = {"direction": "to_member", "category": "skilled", "listed_on": LONG_AGO} | facts
    return DualCultivation.objects.create(member=member, status="training", **facts)


def test_key_personnel_become_members_only_by_being_admitted():
    with pytest.raises(ValidationError, match="尚未被接收为预备党员"):
        growing.achieve(cultivation(make_member(stage="发展对象")), on=DAY, by=None)


@pytest.mark.parametrize(
    ("stage", "direction", "said"),
    [("群众", "to_backbone", "列入时须是党员"), ("正式党员", "to_member", "列入时已是党员")],
)
def test_who_is_brought_up_to_what_fits_what_the_person_is(stage, direction, said):
    row = DualCultivation(member=make_member(stage=stage), direction=direction, category="skilled")
    row.listed_on = DAY
    with pytest.raises(ValidationError, match=said):
        row.full_clean()


def test_a_collective_honour_is_of_one_owner_and_seen_by_it():
    firm, stranger = make_enterprise(), make_enterprise()
    honour = CollectiveHonour.objects.create(
        enterprise=firm, title="灯塔工厂", year=2025, rank_text="全省首家"
    )
    assert [list(CollectiveHonour.objects.within(remit_to(who))) for who in (firm, stranger)] == [
        [honour],
        [],
    ]
    honour.cluster = make_cluster()
    with pytest.raises(ValidationError, match="请在集群、党组织、企业中填写一项。"):
        honour.full_clean()


def test_a_team_has_a_home():
    with pytest.raises(ValidationError, match="请填写队伍的服务集群"):
        WorkTeam(name="无主队", kind="pioneer_team", starts_on=DAY).full_clean()


def test_cultivations_achieved_count_in_the_period_of_the_result():
    done = growing.achieve(cultivation(make_member(), direction="to_backbone"), on=DAY, by=None)

    quarters = [list(DualCultivation.objects.achieved_in(Period.quarter(2026, q))) for q in (1, 2)]

    assert quarters == [[done], []]


def test_a_mentor_is_somebody_else():
    member = make_member()
    with pytest.raises(ValidationError, match="培养人不能是本人。"):
        DualCultivation(
            member=member, mentor=member, direction="to_backbone", category="skilled", listed_on=DAY
        ).full_clean()


def test_a_talent_is_shared_only_with_consent_and_no_longer_when_it_is_withdrawn():
    entry = TalentPoolEntry.objects.create(member=make_member(), kind="research", entered_on=LONG_AGO)
    assert list(TalentPoolEntry.objects.shared()) == []

    entry = growing.share(entry, consented_on=DAY, by=None)
    assert list(TalentPoolEntry.objects.shared()) == [entry]

    growing.withdraw_consent(entry, by=None)
    assert list(TalentPoolEntry.objects.shared()) == []


def test_a_shared_entry_without_consent_is_refused():
    with pytest.raises(ValidationError, match="未经本人同意不得共享"):
        TalentPoolEntry(
            member=make_member(), kind="research", entered_on=LONG_AGO, status="shared"
        ).full_clean()


def test_a_quota_is_not_used_beyond_its_number():
    quota = growing.use_quota(make_quota(quota=1), by=None)
    with pytest.raises(ValidationError, match="已使用数不能超过指标数。"):
        growing.use_quota(quota, by=None)


def test_what_is_left_of_a_quota_goes_to_the_next_year():
    quota = growing.use_quota(make_quota(quota=3), by=None)
    growing.carry_over(quota, by=None)

    following = DevelopmentQuota.objects.of_year(2027).tilted().get()
    assert (following.quota, following.cluster) == (2, quota.cluster)


def test_a_quota_has_one_scope():
    quota = make_quota()
    quota.organization = make_organization()
    with pytest.raises(ValidationError, match="填写一项"):
        quota.full_clean()


def test_a_programme_of_two_organizations_is_run_jointly():
    joint, single = (
        TalentProgramme.objects.create(name=name, starts_on=LONG_AGO) for name in ("鸿鹄计划", "数字名家")
    )
    for programme, number in ((joint, 2), (single, 1)):
        for _ in range(number):
            programme.organizations.create(organization=make_organization())

    assert list(TalentProgramme.objects.run_jointly()) == [joint]


def test_a_person_goes_through_a_programme():
    programme = TalentProgramme.objects.create(name="鸿鹄计划", starts_on=LONG_AGO)
    row = programme.members.create(member=make_member(), applied_on=LONG_AGO)
    row = growing.train(growing.select(row, on=DAY, by=None), by=None)
    row = growing.complete(row, on=TODAY, by=None)

    assert (row.status, list(ProgrammeMember.objects.selected())) == ("completed", [row])


def test_no_contact_is_made_before_the_pairing():
    link = ExpertLink.objects.create(member=make_member(), expert=make_member(), starts_on=DAY)
    with pytest.raises(ValidationError, match="不能早于结对日期"):
        ExpertContact(link=link, contacted_on=LONG_AGO, content="走访").full_clean()
