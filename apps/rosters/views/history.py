"""导入批次 — what was ever handed in: one's own, and all of it for a remit over everything."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from apps.core.columns import Column
from apps.core.listing import RegisterList
from apps.rosters import holding
from apps.rosters.filters import UploadFilter
from apps.rosters.models import Undo, Upload
from apps.rosters.registry import kinds


def counted(name: str, label: str) -> Column:
    """How many rows of one verdict."""
    return Column(name, label, lambda upload: upload.counts.get(name), (f"counts__{name}",), numeric=True)


def where(upload: Upload) -> str:
    """To the check while it waits, to the receipt afterwards."""
    return reverse("rosters:review" if upload.is_waiting else "rosters:receipt", args=[upload.pk])


def title_of(upload: Upload) -> str:
    """党员名册"""
    return {kind.code: kind.title for kind in kinds()}.get(upload.roster, upload.roster)


def state_of(upload: Any) -> str:
    """An upload that was undone says so."""
    return "已撤销" if upload.is_undone else upload.get_state_display()


class Uploads(RegisterList):
    """Every file with who, when, how long, its fingerprint, and what came of it; no personal data."""

    model = Upload
    filterset_class = UploadFilter
    columns = (
        Column("file_name", "文件", lambda upload: upload.file_name, ("file_name",), href=where),
        Column("pk", "批次号", lambda upload: upload.pk, ("pk",), numeric=True),
        Column("roster", "名册", title_of, ("roster",)),
        Column("state", "状态", state_of, ("state",), tone=lambda u: "" if u.is_undone else u.tone),
        counted("read", "读到"),
        counted("new", "新增"),
        counted("changed", "有变化"),
        counted("refused", "不能入库"),
        Column(
            "owner", "上传人", lambda upload: upload.owner or "命令行", ("owner__name",), joins=("owner",)
        ),
        Column("created_at", "上传时间", lambda upload: upload.created_at, ("created_at",)),
        Column("duration", "用时", lambda upload: upload.duration),
        Column("sha256", "文件指纹前16位", lambda upload: upload.sha256[:16]),
    )
    default_order = ("-created_at",)
    unit = "个批次"
    sentence = "没有符合条件的批次。"

    def reachable(self) -> Any:
        """One's own, and all of them for a remit over everything."""
        return holding.seen_by(self.request.user, self.remit).without_files()

    def decorated(self, rows: Any) -> Any:
        """With whether they were undone, without their files."""
        undone = Undo.objects.in_force().filter(upload=OuterRef("pk"))
        return super().decorated(rows.without_files()).annotate(is_undone=Exists(undone))

    def tools(self) -> list[tuple[str, str]]:
        return [("导入名册", reverse("rosters:start"))]
