"""创新链名册 — 供需清单, 专利统计 and 产学研合作, column by column (domain.md §2.5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from apps.core.judgement import Issue, error
from apps.innovation.codes import DIRECTION, LISTING_KIND
from apps.rosters.cells import CodedCell, CreditCodeCell, DateCell, NumberCell, TextCell
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.rows import Row

TEN_THOUSANDS = {"万": 1, "万元": 1, "亿": 10_000, "亿元": 10_000}
PIECES = {"件": 1, "项": 1, "个": 1}


def late(facts: Mapping[str, Any], *fields: str, today: date) -> Iterable[Issue]:
    """What has happened has not happened tomorrow."""
    for name in fields:
        if facts.get(name) and facts[name] > today:
            yield error("C08", "日期晚于今天", field=name)


class ListingRoster(Roster):
    """供需清单 — needs and offers in one sheet, or each in its own; the number tells them apart."""

    title = "供需清单"
    key = "listing_no"
    anchor = "title"

    listing_no = Column(
        "条目编号",
        TextCell(longest=40, numbers=True),
        also=["清单编号", "需求编号", "供给编号", "成果编号"],
        example="GJ-2024-0001",
    )
    direction = Column(
        "供需方向", CodedCell(DIRECTION), also=["方向", "清单类型", "供需类型"], example="供给"
    )
    kind = Column(
        "供需类别",
        CodedCell(LISTING_KIND),
        also=["类别", "成果类别", "需求类别", "供给类别", "类型"],
        example="成果",
    )
    named = Column(
        "条目名称",
        TextCell(longest=120),
        field="title",
        required=True,
        also=["名称", "成果名称", "需求名称", "供给名称", "项目名称", "技术名称"],
        unlike=["单位", "企业", "机构", "学校"],
        example="工业视觉缺陷检测算法",
    )
    text = Column(
        "内容",
        TextCell(longest=4000, verbatim=True),
        also=["简介", "成果简介", "需求内容", "供给内容", "说明", "备注"],
    )
    owner = Column(
        "所属单位",
        TextCell(longest=120),
        also=[
            "单位",
            "单位名称",
            "企业名称",
            "提供单位",
            "发布单位",
            "高校院所",
            "成果单位",
            "需求单位",
            "供给单位",
        ],
        help="企业、高校院所或部门的登记名称",
        example="示例大学",
    )
    uscc = Column("统一社会信用代码", CreditCodeCell(), also=["信用代码", "社会信用代码"], template=False)
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群", "产业链", "所属产业链"])
    submitted_on = Column(
        "征集日期", DateCell(), also=["征集时间", "提交日期", "登记日期", "收集日期"], example="2024-03-01"
    )
    published_on = Column("发布日期", DateCell(), also=["发布时间", "上架日期"], example="2024-03-15")
    expires_on = Column("有效期至", DateCell(), also=["有效期", "截止日期", "失效日期"])

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """What was published had been collected by then, when no column says when."""
        values = row.values
        if values.get("submitted_on") is None and values.get("published_on"):
            values["submitted_on"] = values["published_on"]

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from late(facts, "submitted_on", "published_on", today=today)


class PatentRoster(Roster):
    """专利统计 — one line an enterprise and year."""

    title = "专利统计表"
    key = "enterprise"
    anchor = "enterprise"

    enterprise = Column(
        "企业名称",
        TextCell(longest=120),
        required=True,
        also=["企业", "单位名称", "单位", "公司名称"],
        example="昆山示例科技有限公司",
    )
    uscc = Column(
        "统一社会信用代码", CreditCodeCell(), also=["信用代码", "社会信用代码"], example="91329999MA0000015Y"
    )
    year = Column("统计年度", NumberCell(units={"年": 1, "年度": 1}), also=["年度", "年份"], example="2025")
    granted = Column(
        "当年授权发明专利",
        NumberCell(units=PIECES),
        also=["授权发明专利", "当年授权量", "授权量"],
        example="3",
    )
    valid = Column(
        "年末有效发明专利",
        NumberCell(units=PIECES),
        also=["有效发明专利", "有效发明专利拥有量", "有效专利", "有效量", "拥有量"],
        example="12",
    )

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        if (facts.get("year") or 0) > today.year:
            yield error("C08", "年度晚于今年", field="year")


class ResearchContractRoster(Roster):
    """产学研合作 — told apart by enterprise, university and title."""

    title = "产学研合作台账"
    key = "title"
    anchor = "title"

    named = Column(
        "合作项目",
        TextCell(longest=120),
        field="title",
        required=True,
        also=["项目名称", "合作项目名称", "合同名称", "项目"],
        example="人形机器人关节减速器联合研发",
    )
    enterprise = Column(
        "企业名称",
        TextCell(longest=120),
        also=["企业", "合作企业", "单位名称", "甲方"],
        example="昆山示例科技有限公司",
    )
    uscc = Column("统一社会信用代码", CreditCodeCell(), also=["信用代码", "社会信用代码"], template=False)
    institution = Column(
        "合作高校院所",
        TextCell(longest=120),
        also=["高校院所", "高校", "合作高校", "院所", "合作单位", "乙方"],
        help="登记的高校或科研院所名称",
        example="示例大学",
    )
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群", "产业链"])
    signed_on = Column(
        "签约日期", DateCell(), also=["签订日期", "签约时间", "合同签订日期"], example="2024-05-20"
    )
    ends_on = Column(
        "合同期至", DateCell(), also=["合同到期日", "终止日期", "结束日期"], example="2026-05-19"
    )
    amount = Column(
        "合同额（万元）",
        NumberCell(whole=False, units=TEN_THOUSANDS),
        also=["合同金额", "合同额", "金额(万元)", "合同金额(万元)"],
        example="120",
    )

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from late(facts, "signed_on", today=today)
