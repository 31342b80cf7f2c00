"""增减 — every change of affiliation or standing, so that two years' counts balance."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from apps.core.history import tracked
from apps.core.remit import RemitQuerySet
from apps.members.models.affiliation import REACHES, organizations_within
from apps.members.models.member import Member
from apps.organizations.models import PartyOrganization


def _either_end(reach):
    def lookup(target):
        organizations = organizations_within(reach, target)
        return Q(from_organization__in=organizations) | Q(to_organization__in=organizations)

    return lookup


class MovementQuerySet(RemitQuerySet):
    """Movements are reached from either end."""

    reached_by: ClassVar = {reach: _either_end(reach) for reach in REACHES}

    def additions(self):
        """增加: columns 3 to 6 of 两年党员数综合比较; 期初 is none of them."""
        return self.filter(kind__in=Movement.ADDING)

    def reductions(self):
        """减少: columns 8 to 12."""
        return self.filter(kind__in=Movement.REDUCING)


@tracked()
class Movement(models.Model):
    """增减 — what happened to one person's membership on one day."""

    class Kind(models.TextChoices):
        OPENING = "opening", "期初"
        ADMITTED = "admitted", "发展党员"
        RESTORED = "restored", "恢复党籍"
        PROBATION_RESTORED = "probation_restored", "恢复预备党员"
        ENTERED = "entered", "补录"
        TRANSFER_IN = "transfer_in", "转入组织关系"
        TRANSFER_OUT = "transfer_out", "转出组织关系"
        TRANSFER_WITHIN = "transfer_within", "系统内转接"
        LEFT_PARTY = "left_party", "出党"
        SUSPENDED = "suspended", "停止党籍"
        DIED = "died", "死亡"

    ADDING = (Kind.ADMITTED, Kind.RESTORED, Kind.PROBATION_RESTORED, Kind.ENTERED, Kind.TRANSFER_IN)
    REDUCING = (Kind.LEFT_PARTY, Kind.SUSPENDED, Kind.DIED, Kind.TRANSFER_OUT)

    owner_field = "member"

    member = models.ForeignKey(Member, models.PROTECT, related_name="movements", verbose_name="党员")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    happened_on = models.DateField("日期")
    from_organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转出党组织"
    )
    to_organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转入党组织"
    )
    whole_unit = models.BooleanField("整建制", default=False)
    elsewhere = models.CharField("系统外党组织", max_length=120, blank=True)
    letter_no = models.CharField("介绍信编号", max_length=60, blank=True)
    letter_on = models.DateField("介绍信开具日期", null=True, blank=True)
    letter_valid_days = models.PositiveSmallIntegerField("介绍信有效期（天）", null=True, blank=True)
    dues_paid_until = models.DateField("党费交至", null=True, blank=True)
    receipt_on = models.DateField("回执日期", null=True, blank=True)
    remark = models.CharField("说明", max_length=200, blank=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员增减"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter_valid_days=None) | Q(letter_valid_days__lte=90, letter_valid_days__gte=1),
                name="movement_letter_within_90_days",
                violation_error_message="介绍信有效期为1至90天。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="transfer_within")
                | Q(from_organization__isnull=False, to_organization__isnull=False),
                name="movement_transfer_has_both_ends",
                violation_error_message="系统内转接须填写转出和转入党组织。",
            ),
            models.CheckConstraint(
                condition=Q(receipt_on=None) | Q(letter_on=None) | Q(receipt_on__gte=F("letter_on")),
                name="movement_receipt_after_letter",
                violation_error_message="回执日期不能早于介绍信开具日期。",
            ),
        ]
        indexes = [models.Index(fields=["happened_on", "kind"], name="movement_day")]

    def __str__(self):
        return f"{self.member}{self.get_kind_display()}"
