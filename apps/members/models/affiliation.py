"""组织关系与多重管理 — where a member belongs (one place) and where else a person takes part (any number)."""

from typing import ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet, never_overlapping
from apps.core.history import tracked
from apps.core.remit import Reach, reaches, stretch_of
from apps.members.models.member import Member, MemberStanding
from apps.organizations.models import PartyOrganization

FUNCTIONAL_REFUSED = "功能型党组织不能作为组织关系所在支部。"
# Asked row by row, for a join is planned for the first statement and kept for those of thousands of rows.
IS_FUNCTIONAL = "(SELECT is_functional FROM organizations_partyorganization WHERE id = {}.organization_id)"
REFUSING = """
    IF {} THEN
        RAISE EXCEPTION USING MESSAGE = '功能型党组织不能作为组织关系所在支部。',
            ERRCODE = 'check_violation', CONSTRAINT = 'affiliation_not_in_functional';
    END IF;
    RETURN NULL;
"""
ENTERED = f"EXISTS (SELECT FROM entered WHERE {IS_FUNCTIONAL.format('entered')})"  # nosec B608
REACHES = (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION)


def organizations_within(reach, target):
    """Keys of the organisations one stretch of a remit reaches."""
    found = stretch_of(PartyOrganization, reach, target)
    return PartyOrganization.objects.filter(found).order_by().values("pk")


def _through_organization(reach):
    return lambda target: Q(organization__in=organizations_within(reach, target))


class AffiliationQuerySet(DatedQuerySet):
    """Affiliations follow their organisation."""

    reached_by: ClassVar = {reach: _through_organization(reach) for reach in REACHES}


@tracked()
class Affiliation(Dated):
    """组织关系 — the one organisation a member belongs to; what every member count is made of."""

    class Reason(models.TextChoices):
        OPENING = "opening", "期初"
        ADMITTED = "admitted", "发展党员"
        RESTORED = "restored", "恢复党籍"
        TRANSFERRED = "transferred", "转接"
        MERGED = "merged", "组织调整"
        ENTERED = "entered", "补录"
        LEFT_PARTY = "left_party", "出党"
        SUSPENDED = "suspended", "停止党籍"
        DIED = "died", "死亡"

    owner_field = "member"

    member = models.ForeignKey(Member, models.PROTECT, related_name="affiliations", verbose_name="党员")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="affiliations", verbose_name="党组织", db_index=False
    )
    in_reason = models.CharField("转入原因", max_length=12, choices=Reason, default=Reason.ENTERED)
    out_reason = models.CharField("转出原因", max_length=12, choices=Reason, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "组织关系"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "member",
                name="member_one_affiliation",
                message="该党员在这段时间已有组织关系，请先办理转接。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_on"], name="affiliation_organization")]
        triggers = [
            pgtrigger.Trigger(
                name="not_in_functional",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="entered"),
                func=pgtrigger.Func(REFUSING.format(ENTERED)),
            ),
            pgtrigger.Trigger(
                name="not_into_functional",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("organization_id"),
                timing=pgtrigger.Deferred,
                func=pgtrigger.Func(REFUSING.format(IS_FUNCTIONAL.format("NEW"))),
            ),
        ]

    def __str__(self):
        return f"{self.member}：{self.organization}"

    def clean(self):
        if self.organization_id and self.organization.is_functional:
            raise ValidationError({"organization": FUNCTIONAL_REFUSED})


class ParticipationQuerySet(DatedQuerySet):
    """Participations follow their organisation."""

    reached_by: ClassVar = {reach: _through_organization(reach) for reach in REACHES}


@tracked()
class Participation(Dated):
    """多重管理 — taking part in an organisation without belonging to it."""

    class Kind(models.TextChoices):
        CLUSTER = "cluster", "集群活动"
        ACTION_BRANCH = "action_branch", "行动支部"
        FLOATING = "floating", "流入地管理"
        UNTRANSFERRED = "untransferred", "关系未转入"

    owner_field = "member"

    member = models.ForeignKey(Member, models.PROTECT, related_name="participations", verbose_name="党员")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="participations", verbose_name="党组织"
    )
    kind = models.CharField("类别", max_length=14, choices=Kind)
    relation_at = models.CharField("组织关系所在", max_length=120, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "参与管理"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "member",
                "organization",
                name="participation_once",
                message="该党员在这段时间已参与此党组织。",
            ),
        ]

    def __str__(self):
        return f"{self.member}参与{self.organization}"


def members_within(reach, target):
    """Keys of the people one stretch reaches: who belong or take part there today."""
    organizations = organizations_within(reach, target)
    today = clock.today()
    belong = Affiliation.objects.in_force(today).filter(organization__in=organizations)
    take_part = Participation.objects.in_force(today).filter(organization__in=organizations)
    return Q(pk__in=belong.order_by().values("member")) | Q(pk__in=take_part.order_by().values("member"))


def _people(reach):
    return lambda target: members_within(reach, target)


def through_member(reach):
    """How a row that follows its member is reached."""
    return lambda target: Q(member__in=Member.objects.filter(members_within(reach, target)).values("pk"))


for _reach in REACHES:
    reaches(Member, _reach)(_people(_reach))
    reaches(MemberStanding, _reach)(through_member(_reach))
