"""授权 — the dated grants that say which desk each account sits at."""

from typing import Any, ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from apps.accounts.duties import DUTIES, DutyCode, allows
from apps.accounts.models.user import User
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach, Stretch


class GrantQuerySet(DatedQuerySet):
    """Grants; only an unlimited remit or the security console lists them."""


@tracked()
class Grant(Dated):
    """授权 — one duty of one user, at one target, for some time."""

    TARGETS: ClassVar[dict[Reach | None, str]] = {
        Reach.PLACE: "place",
        Reach.CLUSTER: "cluster",
        Reach.ORGANIZATION: "organization",
        Reach.DEPARTMENT: "department",
        Reach.ENTERPRISE: "enterprise",
    }

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="账号")
    duty = models.CharField("职责", max_length=24, choices=DutyCode)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="集群"
    )
    organization = models.ForeignKey(
        "organizations.PartyOrganization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="党组织",
    )
    department = models.ForeignKey(
        "clusters.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="部门"
    )
    enterprise = models.ForeignKey(
        "clusters.Enterprise", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )

    objects = GrantQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(duty__in=[code for code, duty in DUTIES.items() if duty.reach is not None])
                | Q(place=None, cluster=None, organization=None, department=None, enterprise=None),
                name="grant_administrators_have_no_target",
                violation_error_message="系统、安全、审计管理员不设业务范围。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="three_sides_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("side", "text")],
                func=pgtrigger.Func(
                    """
                    PERFORM pg_advisory_xact_lock(hashtextextended('grant', NEW.user_id));
                    side := CASE WHEN NEW.duty IN
                        ('system_administrator', 'security_administrator', 'audit_administrator')
                        THEN NEW.duty ELSE 'business' END;
                    IF EXISTS (
                        SELECT FROM {meta.db_table} other
                        WHERE other.user_id = NEW.user_id AND other.id IS DISTINCT FROM NEW.id
                        AND daterange(other.starts_on, other.ends_on)
                            && daterange(NEW.starts_on, NEW.ends_on)
                        AND side <> CASE WHEN other.duty IN
                            ('system_administrator', 'security_administrator', 'audit_administrator')
                            THEN other.duty ELSE 'business' END
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'grant_three_sides_apart',
                            MESSAGE = '系统、安全、审计管理员不得互兼，也不得兼任业务职责。';
                    END IF;
                    RETURN NEW;
                    """
                ),
            )
        ]

    def __str__(self):
        target = self.target
        return f"{self.get_duty_display()}（{target}）" if target else self.get_duty_display()

    def clean(self):
        reach = DUTIES[DutyCode(self.duty)].reach if self.duty else None
        wanted = self.TARGETS.get(reach)
        for field in self.TARGETS.values():
            if (getattr(self, f"{field}_id") is not None) != (field == wanted):
                said = self._meta.get_field(field).verbose_name
                raise ValidationError({field: f"{'请选择' if field == wanted else '此职责不填'}{said}。"})
        self._clean_sides()

    def _clean_sides(self):
        others = Grant.objects.filter(user=self.user_id).exclude(pk=self.pk).in_force(self.starts_on)
        sides = {DUTIES[DutyCode(other.duty)].side for other in others}
        if sides - {DUTIES[DutyCode(self.duty)].side}:
            raise ValidationError("系统、安全、审计管理员不得互兼，也不得兼任业务职责。")

    @property
    def target(self) -> Any:
        """What the grant is about; nothing for the whole registry and for administrators."""
        field = self.TARGETS.get(DUTIES[DutyCode(self.duty)].reach)
        return getattr(self, field) if field else None

    def allows(self, *permissions: str) -> bool:
        """Whether its duty allows all of them."""
        return all(allows(DUTIES[DutyCode(self.duty)], permission) for permission in permissions)

    def stretch(self) -> Stretch | None:
        """What the grant reaches; administrators reach no business data."""
        reach, target = DUTIES[DutyCode(self.duty)].reach, self.target
        if reach is None:
            return None
        return Stretch(
            reach, getattr(target, "path", None) or getattr(target, "pk", None), str(target or "全部")
        )
