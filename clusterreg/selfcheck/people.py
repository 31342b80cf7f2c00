"""自检：账号 — passwords everybody knows, invented people, and the three administrators."""

from django.contrib.auth.hashers import check_password

from apps.accounts.duties import ADMINISTRATORS, DUTIES, DutyCode
from apps.accounts.models import Grant, User
from apps.accounts.password_rules import PUBLISHED
from apps.core import clock
from apps.desk.demo.accounts import listed
from clusterreg.selfcheck.finding import Finding, bad, check, fine, mind


@check("demo", "演示数据")
def demo() -> Finding:
    # A plain name like system does not tell a demo; beside the others it is one of its accounts.
    telling = [row["username"] for row in listed() if row["duty"] not in ADMINISTRATORS]
    if User.objects.filter(username__in=telling).exists():
        found = User.objects.filter(username__in=[row["username"] for row in listed()]).count()
        return bad(f"库里有{found}个演示账号。", "正式库不装演示数据：换一个新的数据目录，重新 setup。")
    return fine("没有演示数据。")


@check("default_passwords", "默认密码")
def default_passwords() -> Finding:
    names = {row["username"] for row in listed()}
    users = User.objects.filter(username__in=names, is_active=True)
    if known := [user.username for user in users if check_password(PUBLISHED, user.password)]:
        return bad(
            f"{len(known)}个账号用着公开的演示密码：{'、'.join(known[:3])}等。", "停用这些账号，或重置密码。"
        )
    return fine("没有账号用公开的密码。")


@check("administrators", "三员")
def administrators() -> Finding:
    today = clock.today()
    held = Grant.objects.in_force(today).filter(duty__in=ADMINISTRATORS, user__is_active=True)
    missing = set(ADMINISTRATORS) - {DutyCode(duty) for duty in held.values_list("duty", flat=True)}
    if missing:
        names = "、".join(sorted(DUTIES[code].name for code in missing))
        return bad(f"没有{names}。", "运行 manage.py setup，补建缺少的账号。")
    if waiting := held.filter(user__must_change_password=True).values("user").distinct().count():
        return mind(f"{waiting}个三员账号还没有改过首次登录密码。", "三个人分别登录，改密码。")
    return fine("三员齐备，都改过首次登录密码。")
