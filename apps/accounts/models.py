"""账号与授权 — users, and the dated grants that say which desk each one sits at."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from apps.accounts.duties import DUTIES, DutyCode, allows
from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach, Remit, RemitQuerySet, Stretch


class UserManager(BaseUserManager.from_queryset(RemitQuerySet)):
    """Accounts by their name."""


@tracked(exclude=("password", "last_login"))
class User(AbstractBaseUser):
    """账号 — one person who signs in; what the person may do and see comes from grants alone."""

    username = models.CharField(
        "账号",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_.-]{2,}$", "账号由小写字母开头，3位以上字母、数字组成。")],
    )
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须修改密码", default=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self):
        return self.name

    @property
    def is_staff(self) -> bool:
        """Every account works in the registers; what it finds there follows its duties."""
        return self.is_active

    def duties(self) -> list[DutyCode]:
        """Duties in force today."""
        return [DutyCode(code) for code in sorted({grant.duty for grant in self.held()})]

    def held(self) -> list["Grant"]:
        """Grants in force today, with their targets; read once for a user object, that is for a request."""
        if not hasattr(self, "_held"):
            grants = self.grants.in_force(clock.today()).select_related(*Grant.TARGETS.values())
            self._held = list(grants) if self.is_active else []
        return self._held

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether any duty in force allows ``app.verb_model``."""
        return any(allows(DUTIES[code], permission) for code in self.duties())

    def remit_for(self, *permissions: str) -> Remit:
        """Where one duty allows all of this: of several, one may change what another may only view."""
        return remit_of(self, *permissions)

    def has_perms(self, permissions: list[str], obj: Any = None) -> bool:
        """Whether all are allowed."""
        return all(self.has_perm(permission) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any duty names the app at all."""
        entries = [entry for code in self.duties() for entry in DUTIES[code].may]
        return any(entry.startswith(f"{app_label}.") for entry in entries)


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

    def stretch(self) -> Stretch | None:
        """What the grant reaches; administrators reach no business data."""
        reach, target = DUTIES[DutyCode(self.duty)].reach, self.target
        if reach is None:
            return None
        return Stretch(
            reach, getattr(target, "path", None) or getattr(target, "pk", None), str(target or "全部")
        )


def remit_of(user: User, *permissions: str) -> Remit:
    """职责范围 of a user today; with permissions, only where one duty allows all of them."""
    if not user.is_authenticated:
        return Remit()
    given = (grant for grant in user.held() if _allows_all(grant, permissions))
    return Remit(frozenset(filter(None, (grant.stretch() for grant in given))))


def _allows_all(grant: Grant, permissions: tuple[str, ...]) -> bool:
    return all(allows(DUTIES[DutyCode(grant.duty)], permission) for permission in permissions)
