"""导入批次的筛选 — by roster, state, who and when."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from apps.core.filters import RegisterFilter, choice, since, until
from apps.rosters.models import Undo, Upload
from apps.rosters.registry import kinds

UNDONE = "undone"


class UploadFilter(RegisterFilter):
    """导入批次"""

    placeholder = "文件名、文件指纹、上传人"
    searched = ("file_name", "sha256", "owner__name")
    roster = choice("名册", lambda: [(kind.code, kind.title) for kind in kinds()])
    state = choice("状态", [*Upload.State.choices, (UNDONE, "已撤销")], method="in_state")
    since = since("上传日期", "created_at__date")
    until = until("上传日期", "created_at__date")
    sha256 = django_filters.CharFilter(widget=django_filters.widgets.forms.HiddenInput)

    class Meta:
        model = Upload
        fields = ()

    def in_state(self, rows: QuerySet, name: str, value: str) -> Any:
        """An upload that was undone is kept no more, though its record says that it was."""
        undone = Undo.objects.in_force().values("upload")
        if value == UNDONE:
            return rows.filter(pk__in=undone)
        return rows.filter(state=value).exclude(pk__in=undone)
