"""导入名册 — check a file and keep its good rows, in one transaction."""

from apps.rosters import workflow
from apps.rosters.checking import Check
from clusterreg.roster_command import RosterCommand, Task


class Command(RosterCommand):
    """What the pages do in six steps, for whoever has the shell."""

    help = "导入名册文件（退出状态：0 全部入库，1 部分不能入库，2 文件不能读取，什么也没有写入）"
    done = "已入库"

    def carry_out(self, task: Task) -> tuple[Check, int | None]:
        """Receive and keep as one; a file refused whole leaves no trace."""
        found, upload = workflow.receive_and_keep(
            data=task.data, name=task.name, kind=task.kind, plan=task.plan, remit=task.remit, by=task.by
        )
        return found, upload.pk if upload else None
