"""系统管理员 — how the registry is set, what it is working on, how the database stands; no business data."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count

from apps.chains.models import BoardSetting
from apps.core import clock
from apps.core.console import SYSTEM, shows
from apps.core.formatting import minute
from apps.core.links import to_add, to_change
from apps.core.models import AuditEntry
from apps.core.story import Fact, Panel, Row
from apps.rosters.models import Job

DATABASE = """
SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database())),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())
"""


def switched(on: object) -> str:
    """开 or 关."""
    return "开" if on else "关"


@shows(SYSTEM)
def parameters() -> Panel:
    """参数 — what the boards do, and what the environment of the server says."""
    board = BoardSetting.current()
    most = settings.EXPORT_APPROVAL_ABOVE
    facts = [
        Fact("集群排名", switched(board.ranks_clusters)),
        Fact("六链指数", switched(board.shows_score)),
        Fact("密码有效", f"{settings.PASSWORD_DAYS}天" if settings.PASSWORD_DAYS else "不限"),
        Fact("一号一处登录", switched(settings.ONE_SESSION)),
        Fact("动态口令", switched(settings.SECOND_FACTOR)),
        Fact("导出审批", f"超过{most}人" if most else "关"),
        Fact("加密算法", settings.CIPHER_SUITE.upper()),
        Fact("HTTPS", switched(settings.HTTPS)),
    ]
    keep = to_change(board) if BoardSetting.objects.exists() else to_add(BoardSetting, "设置看板参数")
    return Panel("参数", facts=facts, note="其余在服务器环境变量中设置", tools=keep)


@shows(SYSTEM)
def jobs() -> Panel:
    """作业 — how many wait, run and have failed of late, by kind; never whose rows they are."""
    since = clock.now() - timedelta(days=1)
    recent = Job.objects.filter(created_at__gte=since).order_by().values_list("task", "state")
    counts: dict[str, dict[str, int]] = {}
    for task, state, many in recent.annotate(many=Count("pk")):
        counts.setdefault(task, {})[state] = many
    rows = [
        Row((Job.Task(task).label, *(counts[task].get(state, 0) for state in Job.State.values)))
        for task in Job.Task.values
        if task in counts
    ]
    headings = ("作业", *(f"{label}#" for label in Job.State.labels))
    return Panel("导入作业", headings, rows, "24小时内没有导入作业。", note="24小时内")


@shows(SYSTEM)
def database() -> Panel:
    """数据库 — its version, size and connections, and when upkeep last sealed the change history."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        version, size, connections = cursor.fetchone()
    sealed = AuditEntry.objects.filter(action=AuditEntry.Action.SEAL).order_by("-number").first()
    when = minute(sealed.at) if sealed else "还没有"
    facts = [Fact("PostgreSQL", version), Fact("大小", size), Fact("连接", connections)]
    return Panel("数据库和照管", facts=[*facts, Fact("变更记录上次封存", when)])
