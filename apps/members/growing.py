"""人才链的流转: teams, posts, agreements, awards, programmes, cultivation, quotas and the talent pool."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.dated import close
from apps.core.history import because
from apps.core.moves import By, Moves, insist_on_why, move
from apps.members.models import (
    Award,
    DevelopmentQuota,
    DualCultivation,
    Honour,
    Laureate,
    Member,
    Nomination,
    PartnerAgreement,
    Post,
    ProgrammeMember,
    TalentPoolEntry,
    WorkTeam,
)

Team = WorkTeam.Status
OfPost = Post.Status
Agreed = PartnerAgreement.Status
OfAward = Award.Status
OnProgramme = ProgrammeMember.Status
Grown = DualCultivation.Status
Quota = DevelopmentQuota.Status
InPool = TalentPoolEntry.Status

TEAM_MOVES: Moves = {Team.FORMING: {Team.RUNNING}, Team.RUNNING: {Team.ENDED}}
POST_MOVES: Moves = {
    OfPost.SET_UP: {OfPost.SIGNED, OfPost.WITHDRAWN},
    OfPost.SIGNED: {OfPost.ASSESSED, OfPost.WITHDRAWN},
    OfPost.ASSESSED: {OfPost.ASSESSED, OfPost.WITHDRAWN},
}
AGREEMENT_MOVES: Moves = {
    Agreed.NEGOTIATED: {Agreed.SIGNED, Agreed.ENDED},
    Agreed.SIGNED: {Agreed.RUNNING, Agreed.ENDED},
    Agreed.RUNNING: {Agreed.EXPIRED, Agreed.RENEWED, Agreed.ENDED},
    Agreed.EXPIRED: {Agreed.RENEWED},
    Agreed.RENEWED: {Agreed.EXPIRED, Agreed.RENEWED, Agreed.ENDED},
}
AWARD_MOVES: Moves = {
    OfAward.OPENED: {OfAward.NOMINATING},
    OfAward.NOMINATING: {OfAward.REVIEWING},
    OfAward.REVIEWING: {OfAward.NOTIFIED},
    OfAward.NOTIFIED: {OfAward.NAMED, OfAward.REVIEWING},
    OfAward.NAMED: {OfAward.ANNOUNCED},
}
PROGRAMME_MOVES: Moves = {
    OnProgramme.APPLIED: {OnProgramme.SELECTED, OnProgramme.REFUSED},
    OnProgramme.SELECTED: {OnProgramme.TRAINING, OnProgramme.LEFT},
    OnProgramme.TRAINING: {OnProgramme.COMPLETED, OnProgramme.LEFT},
}
CULTIVATION_MOVES: Moves = {
    Grown.LISTED: {Grown.TRAINING, Grown.STOPPED},
    Grown.TRAINING: {Grown.ACHIEVED, Grown.STOPPED},
}
QUOTA_MOVES: Moves = {
    Quota.GIVEN: {Quota.ADJUSTED, Quota.IN_USE, Quota.CARRIED},
    Quota.ADJUSTED: {Quota.ADJUSTED, Quota.IN_USE, Quota.CARRIED},
    Quota.IN_USE: {Quota.ADJUSTED, Quota.IN_USE, Quota.CARRIED},
}
POOL_MOVES: Moves = {
    InPool.ENTERED: {InPool.SHARED, InPool.LEFT},
    InPool.SHARED: {InPool.ENTERED, InPool.LEFT},
}
SHORTEST_NOTICE = 5
"""公示不少于五个工作日; holidays are not known here, so a notice over a holiday must be longer by hand."""


# 工作队伍、示范岗


def start_team(team: WorkTeam, *, on: date, by: By) -> WorkTeam:
    """队伍运行"""
    return move(team, Team.RUNNING, moves=TEAM_MOVES, by=by, starts_on=on)


@transaction.atomic
def end_team(team: WorkTeam, *, on: date, by: By, result: str = "") -> WorkTeam:
    """结束（结题） — those on it leave with it."""
    with because(by=by):
        close(team.members, on=on)
    return move(team, Team.ENDED, moves=TEAM_MOVES, by=by, ends_on=on, result=result)


def sign_post(post: Post, *, on: date, by: By) -> Post:
    """挂牌"""
    return move(post, OfPost.SIGNED, moves=POST_MOVES, by=by, signed_on=on)


def assess_post(post: Post, *, on: date, grade: str, by: By) -> Post:
    """考核"""
    return move(post, OfPost.ASSESSED, moves=POST_MOVES, by=by, assessed_on=on, grade=grade)


def withdraw_post(post: Post, *, on: date, by: By, why: str) -> Post:
    """撤销"""
    insist_on_why(why)
    return move(post, OfPost.WITHDRAWN, moves=POST_MOVES, by=by, why=why, ends_on=on)


# 共建协议


def sign_agreement(
    agreement: PartnerAgreement, *, on: date, by: By, valid_until: date | None = None
) -> PartnerAgreement:
    """签约 — two parties at least."""
    if agreement.parties.count() < 2:
        raise ValidationError("共建协议至少须有两方。")
    days: dict[str, Any] = {"signed_on": on, "valid_until": valid_until}
    return move(agreement, Agreed.SIGNED, moves=AGREEMENT_MOVES, by=by, **days)


def run_agreement(agreement: PartnerAgreement, *, by: By) -> PartnerAgreement:
    """执行"""
    return move(agreement, Agreed.RUNNING, moves=AGREEMENT_MOVES, by=by)


def expire_agreement(agreement: PartnerAgreement, *, by: By) -> PartnerAgreement:
    """到期"""
    return move(agreement, Agreed.EXPIRED, moves=AGREEMENT_MOVES, by=by)


def renew_agreement(agreement: PartnerAgreement, *, valid_until: date, by: By) -> PartnerAgreement:
    """续签 — to a later day."""
    if agreement.valid_until and valid_until <= agreement.valid_until:
        raise ValidationError({"valid_until": "续签后的有效期须晚于原有效期。"})
    return move(agreement, Agreed.RENEWED, moves=AGREEMENT_MOVES, by=by, valid_until=valid_until)


def end_agreement(agreement: PartnerAgreement, *, on: date, by: By, why: str) -> PartnerAgreement:
    """终止"""
    insist_on_why(why)
    return move(agreement, Agreed.ENDED, moves=AGREEMENT_MOVES, by=by, why=why, ended_on=on)


# 评选


def open_nominations(award: Award, *, by: By) -> Award:
    """申报"""
    return move(award, OfAward.NOMINATING, moves=AWARD_MOVES, by=by)


def review_award(award: Award, *, by: By, why: str = "") -> Award:
    """初审; back from notice only with the objection that was raised."""
    if award.status == OfAward.NOTIFIED:
        insist_on_why(why)
    return move(award, OfAward.REVIEWING, moves=AWARD_MOVES, by=by, why=why)


@transaction.atomic
def put_on_notice(
    award: Award, passed: Iterable[Nomination], *, notice_from: date, notice_until: date, by: By
) -> Award:
    """公示 — the nominations that passed the review, for five working days at least."""
    if _weekdays(notice_from, notice_until) < SHORTEST_NOTICE:
        raise ValidationError({"notice_until": f"公示不少于{SHORTEST_NOTICE}个工作日。"})
    keys = [nomination.pk for nomination in passed]
    with because(by=by):
        award.nominations.filter(pk__in=keys).update(is_passed=True)
        award.nominations.exclude(pk__in=keys).update(is_passed=False)
    days: dict[str, Any] = {"notice_from": notice_from, "notice_until": notice_until}
    return move(award, OfAward.NOTIFIED, moves=AWARD_MOVES, by=by, **days)


@transaction.atomic
def name_laureates(award: Award, *, on: date, by: By) -> list[Laureate]:
    """命名 — every nomination that stood the notice; a person receives the honour with it."""
    award = move(award, OfAward.NAMED, moves=AWARD_MOVES, by=by, named_on=on)
    with because(by=by):
        return [
            Laureate.objects.create(
                nomination=nomination, honour=_honour(nomination) if nomination.member_id else None
            )
            for nomination in award.nominations.passed().select_related("award", "member")
        ]


def announce(award: Award, *, by: By) -> Award:
    """公布"""
    return move(award, OfAward.ANNOUNCED, moves=AWARD_MOVES, by=by)


def _honour(nomination: Nomination) -> Honour:
    """The honour of a laureate; one that was registered already is not registered twice."""
    award = nomination.award
    kind = Honour.Kind.ARTISAN if award.kind == Award.Kind.ARTISAN else Honour.Kind.OTHER
    title = award.name if kind == Honour.Kind.ARTISAN else f"{award.name}{nomination.get_category_display()}"
    honour, _ = Honour.objects.get_or_create(
        member=nomination.member,
        title=title,
        year=award.year,
        defaults={
            "kind": kind,
            "level": award.level,
            "session_no": award.session_no,
            "awarded_by": str(award.organizer or "")[:80],
        },
    )
    return honour


def _weekdays(first: date, last: date) -> int:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


# 人才计划、双向培养、人才库


def select(row: ProgrammeMember, *, on: date, by: By) -> ProgrammeMember:
    """入选"""
    return move(row, OnProgramme.SELECTED, moves=PROGRAMME_MOVES, by=by, selected_on=on)


def refuse(row: ProgrammeMember, *, by: By) -> ProgrammeMember:
    """未入选"""
    return move(row, OnProgramme.REFUSED, moves=PROGRAMME_MOVES, by=by)


def train(row: ProgrammeMember, *, by: By) -> ProgrammeMember:
    """培养"""
    return move(row, OnProgramme.TRAINING, moves=PROGRAMME_MOVES, by=by)


def complete(row: ProgrammeMember, *, on: date, by: By) -> ProgrammeMember:
    """结业"""
    return move(row, OnProgramme.COMPLETED, moves=PROGRAMME_MOVES, by=by, completed_on=on)


def leave_programme(row: ProgrammeMember, *, by: By, why: str) -> ProgrammeMember:
    """退出"""
    insist_on_why(why)
    return move(row, OnProgramme.LEFT, moves=PROGRAMME_MOVES, by=by, why=why)


def cultivate(row: DualCultivation, *, by: By) -> DualCultivation:
    """培养中"""
    return move(row, Grown.TRAINING, moves=CULTIVATION_MOVES, by=by)


def achieve(row: DualCultivation, *, on: date, by: By) -> DualCultivation:
    """达成 — 骨干→党员 only for somebody admitted to the Party by then."""
    to_member = row.direction == DualCultivation.Direction.TO_MEMBER
    if to_member and not Member.objects.counted(on).filter(pk=row.member_id).exists():
        raise ValidationError("该人员当日尚未被接收为预备党员，不能登记为达成。")
    return move(row, Grown.ACHIEVED, moves=CULTIVATION_MOVES, by=by, result_on=on)


def stop_cultivation(row: DualCultivation, *, by: By, why: str) -> DualCultivation:
    """中止"""
    insist_on_why(why)
    return move(row, Grown.STOPPED, moves=CULTIVATION_MOVES, by=by, why=why)


def share(entry: TalentPoolEntry, *, consented_on: date, by: By) -> TalentPoolEntry:
    """共享 — with the day the person consented."""
    return move(entry, InPool.SHARED, moves=POOL_MOVES, by=by, consented_on=consented_on)


def withdraw_consent(entry: TalentPoolEntry, *, by: By) -> TalentPoolEntry:
    """撤回同意 — the entry is no longer shared."""
    return move(entry, InPool.ENTERED, moves=POOL_MOVES, by=by, why="本人撤回同意", consented_on=None)


def leave_pool(entry: TalentPoolEntry, *, on: date, by: By, why: str = "") -> TalentPoolEntry:
    """出库"""
    return move(entry, InPool.LEFT, moves=POOL_MOVES, by=by, why=why, left_on=on)


# 指标


def adjust_quota(quota: DevelopmentQuota, *, to: int, by: By, why: str) -> DevelopmentQuota:
    """调整 — never below what is used."""
    insist_on_why(why)
    return move(quota, Quota.ADJUSTED, moves=QUOTA_MOVES, by=by, why=why, quota=to)


@transaction.atomic
def use_quota(quota: DevelopmentQuota, *, by: By) -> DevelopmentQuota:
    """使用 — one more of it, for one person admitted."""
    taken = DevelopmentQuota.objects.select_for_update().get(pk=quota.pk).used
    return move(quota, Quota.IN_USE, moves=QUOTA_MOVES, by=by, used=taken + 1)


@transaction.atomic
def carry_over(quota: DevelopmentQuota, *, by: By) -> DevelopmentQuota:
    """结转 — what is left goes to the same scope and group of the next year."""
    quota = move(quota, Quota.CARRIED, moves=QUOTA_MOVES, by=by)
    if quota.left:
        scope: dict[str, Any] = {
            name: getattr(quota, name) for name in ("target_group", "cluster", "place", "organization")
        }
        with because(by=by, why=f"{quota.year}年结转"):
            following, _ = DevelopmentQuota.objects.get_or_create(
                year=quota.year + 1, **scope, defaults={"quota": 0}
            )
            following.quota += quota.left
            following.save(update_fields=["quota"])
    return quota
