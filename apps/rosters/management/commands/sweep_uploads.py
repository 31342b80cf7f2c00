"""清理导入批次 — files of rosters are not kept longer than they are needed."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from apps.core import clock
from apps.core.history import because
from apps.rosters.models import Upload

UNFINISHED, FINISHED = timedelta(hours=24), timedelta(days=90)


class Command(BaseCommand):
    """Uploads nobody finished go whole; of finished ones the file goes, the record stays."""

    help = "删除24小时没有办完的导入批次，以及90天前办完的批次的文件"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many."""
        unfinished = Upload.objects.exclude(state=Upload.State.KEPT).filter(continued=None)
        with because(why="清理导入批次"):
            _, deleted = unfinished.filter(created_at__lt=clock.now() - UNFINISHED).delete()
            old = Upload.objects.filter(finished_at__lt=clock.now() - FINISHED, content__isnull=False)
            emptied = old.let_go_of_files()
        count = deleted.get(Upload._meta.label, 0)
        self.stdout.write(f"删除没有办完的批次{count}个，清除旧文件{emptied}个。")
