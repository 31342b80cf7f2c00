"""账号 — who signs in, and what proves it."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from apps.accounts.duties import DUTIES, DutyCode
from apps.core import clock
from apps.core.fields import EncryptedField, RowKeyField
from apps.core.history import tracked
from apps.core.remit import Remit, RemitQuerySet


class UserManager(BaseUserManager.from_queryset(RemitQuerySet)):
    """Accounts by their name."""


@tracked(exclude=("password", "last_login", "session_mark"))
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
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True, editable=False)
    session_mark = models.CharField("登录标记", max_length=32, blank=True, editable=False)

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

    def held(self) -> list[Any]:
        """Grants in force today, with their targets; read once for a user object, that is for a request."""
        if not hasattr(self, "_held"):
            targets = self.grants.model.TARGETS.values()
            grants = self.grants.in_force(clock.today()).select_related(*targets)
            self._held = list(grants) if self.is_active else []
        return self._held

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether any duty in force allows ``app.verb_model``."""
        return any(grant.allows(permission) for grant in self.held())

    def remit_for(self, *permissions: str) -> Remit:
        """Where one duty allows all of this: of several, one may change what another may only view."""
        given = (grant for grant in self.held() if grant.allows(*permissions))
        return Remit(frozenset(filter(None, (grant.stretch() for grant in given))))

    def has_perms(self, permissions: list[str], obj: Any = None) -> bool:
        """Whether all are allowed."""
        return all(self.has_perm(permission) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any duty names the app at all."""
        entries = [entry for code in self.duties() for entry in DUTIES[code].may]
        return any(entry.startswith(f"{app_label}.") for entry in entries)


class FormerPassword(models.Model):
    """旧密码 — the hash of a password an account has had, so that it does not come back too soon."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords", verbose_name="账号")
    password = models.CharField("密码摘要", max_length=128)
    set_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = verbose_name_plural = "旧密码"
        ordering = ["-set_at", "-pk"]

    def __str__(self):
        return str(self.user)


@tracked(exclude=("key", "last_step"))
class SecondFactor(models.Model):
    """动态口令 — the sealed key of an authenticator; in force once a first code of it was right."""

    uid = RowKeyField(unique=True)
    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor", verbose_name="账号")
    key = EncryptedField("密钥")
    last_step = models.BigIntegerField("最近用过的时步", default=0)
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "动态口令"

    def __str__(self):
        return str(self.user)


def remit_of(user: Any, *permissions: str) -> Remit:
    """职责范围 of a user today; with permissions, only where one duty allows all of them."""
    return user.remit_for(*permissions) if user.is_authenticated else Remit()
