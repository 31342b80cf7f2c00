"""核对名册 — a dry run: what importing a file would do, and what is wrong with it. Nothing is written."""

from apps.rosters import workflow
from apps.rosters.checking import Check
from clusterreg.roster_command import RosterCommand, Task


class Command(RosterCommand):
    """The check that ``import_roster`` makes before it writes."""

    help = "核对名册文件，不写入（退出状态：0 全部可入库，1 部分不能入库，2 文件不能读取）"

    def carry_out(self, task: Task) -> tuple[Check, int | None]:
        """Judge the file against the register."""
        found, _ = workflow.check(task.data, task.name, task.kind, task.plan, remit=task.remit)
        return found, None
