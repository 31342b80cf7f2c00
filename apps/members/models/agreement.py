"""共建协议 — organisations, universities and firms that signed to build together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import exactly_one_of, in_order, needed_when
from apps.core.history import tracked
from apps.core.reaching import either, following, reach_by_parts
from apps.core.remit import RemitQuerySet
from apps.organizations.models import PartyOrganization


class PartnerAgreementQuerySet(RemitQuerySet):
    """共建协议 rows; reached by its cluster, or by any of its parties."""

    reached_by: ClassVar = following("cluster", Cluster)

    def standing(self, day):
        """执行 on a day: signed by then, not run out, not ended."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            Q(ended_on=None) | Q(ended_on__gt=day),
            signed_on__lte=day,
        )


@tracked()
class PartnerAgreement(models.Model):
    """共建协议 — signed by two parties or more, for a time."""

    class Kind(models.TextChoices):
        PAIRING = "pairing", "结对共建"
        ALLIANCE = "alliance", "党建联建"
        UNIVERSITY = "university", "校地共建"
        REGION = "region", "长三角联建"

    class Status(models.TextChoices):
        NEGOTIATED = "negotiated", "洽谈"
        SIGNED = "signed", "签约"
        RUNNING = "running", "执行"
        EXPIRED = "expired", "到期"
        RENEWED = "renewed", "续签"
        ENDED = "ended", "终止"

    IN_FORCE = (Status.SIGNED, Status.RUNNING, Status.RENEWED)

    title = models.CharField("协议名称", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name="集群"
    )
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.SIGNED)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    items = models.TextField("共建事项", blank=True)

    objects = PartnerAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共建协议"
        ordering = ["-signed_on", "title"]
        constraints = [
            in_order(
                "signed_on",
                "valid_until",
                name="agreement_valid_after_signing",
                message="有效期不能早于签约日期。",
            ),
            in_order(
                "signed_on",
                "ended_on",
                name="agreement_ended_after_signing",
                message="终止日期不能早于签约日期。",
            ),
            needed_when(
                Q(status__in=("signed", "running", "expired", "renewed")),
                "signed_on",
                name="agreement_signed_has_day",
                message="已签约的协议须填写签约日期。",
            ),
            needed_when(
                Q(status="expired"),
                "valid_until",
                name="agreement_expired_has_day",
                message="已到期的协议须填写有效期。",
            ),
            needed_when(
                Q(status="ended") & Q(signed_on__isnull=False),
                "ended_on",
                name="agreement_ended_has_day",
                message="已终止的协议须填写终止日期。",
            ),
        ]

    def __str__(self):
        return self.title


class AgreementPartyQuerySet(RemitQuerySet):
    """Parties, reached with the agreement."""

    reached_by: ClassVar = following("agreement", PartnerAgreement)

    def universities(self):
        """高校"""
        return self.filter(institution__kind="university")


@tracked()
class AgreementParty(models.Model):
    """协议方 — an organisation, a firm or an institution that signed."""

    agreement = models.ForeignKey(
        PartnerAgreement, models.CASCADE, related_name="parties", verbose_name="协议"
    )
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
        verbose_name="党组织",
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
        verbose_name="企业",
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
        verbose_name="高校院所",
    )

    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协议方"
        constraints = [
            exactly_one_of(
                "organization",
                "enterprise",
                "institution",
                name="agreement_party_is_one",
                message="协议方请在党组织、企业、高校院所中填写一项。",
            ),
            models.UniqueConstraint(
                "agreement",
                "organization",
                "enterprise",
                "institution",
                nulls_distinct=False,
                name="agreement_party_once",
                violation_error_message="该协议方已登记。",
            ),
        ]

    def __str__(self):
        return str(self.organization or self.enterprise or self.institution)


reach_by_parts(
    PartnerAgreement,
    AgreementParty,
    "agreement",
    either(following("organization", PartyOrganization), following("enterprise", Enterprise)),
)
