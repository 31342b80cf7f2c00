"""走访台账 — one line a visit; a day, an enterprise and a manner are one 家次."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from apps.core.judgement import Issue, error
from apps.rosters.cells import CodedCell, CreditCodeCell, DateCell, TextCell
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.rows import Row
from apps.services.codes import VISIT_KIND
from apps.services.models import Visit

LATE = "日期晚于今天"
WENT = "走访人员："


class VisitRoster(Roster):
    """走访台账 — who went is told with what was heard; people are linked on the page of the visit."""

    title = "走访台账"
    key = "enterprise"
    anchor = "enterprise"

    enterprise = Column(
        "走访企业",
        TextCell(longest=120),
        required=True,
        also=["企业名称", "企业", "单位名称", "走访单位", "被走访企业", "走访对象"],
        unlike=["部门", "组织", "人员"],
        example="昆山示例科技有限公司",
    )
    uscc = Column("统一社会信用代码", CreditCodeCell(), also=["信用代码", "社会信用代码"], template=False)
    held_on = Column(
        "走访日期",
        DateCell(),
        required=True,
        also=["走访时间", "日期", "时间", "调研日期"],
        example="2026-03-05",
    )
    kind = Column("走访方式", CodedCell(VISIT_KIND), also=["方式", "形式", "走访形式"], example="走访")
    organization = Column(
        "走访党组织",
        TextCell(longest=120),
        also=["党组织", "组织单位", "牵头党组织", "行动支部"],
        help="登记的党组织名称",
    )
    department = Column("走访部门", TextCell(longest=80), also=["部门", "参加部门", "牵头部门"])
    visitors = Column(
        "走访人员", TextCell(longest=200), also=["参加人员", "走访人", "人员"], help="记入走访情况"
    )
    note = Column(
        "走访情况",
        TextCell(longest=4000, verbatim=True),
        also=["走访内容", "情况记录", "企业诉求", "问题建议", "收集问题", "备注"],
        example="企业反映旺季缺装配工20名",
    )

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """A visit of no other kind is a visit; names of those who went lead the note."""
        values = row.values
        values["kind"] = values.get("kind") or Visit.Kind.VISIT.value
        names = values.pop("visitors", None)
        if names:
            values["note"] = "\n".join(filter(None, [f"{WENT}{names}", values.get("note")]))

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        if facts.get("held_on") and facts["held_on"] > today:
            yield error("C08", LATE, field="held_on")
