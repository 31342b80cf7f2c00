"""惠企资金、政策兑现 — amounts by kind, and what was paid under which policy."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from apps.core.judgement import Issue, error
from apps.rosters.cells import CodedCell, CreditCodeCell, DateCell, NumberCell, TextCell
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.rows import Row
from apps.services.codes import AMOUNT_KIND

TEN_THOUSANDS = {"万": 1, "万元": 1, "亿": 10_000, "亿元": 10_000}
CASES = {"笔": 1, "项": 1, "户": 1}
LATE = "日期晚于今天"


class FinanceRoster(Roster):
    """惠企资金台账 — one line a product, enterprise, kind of amount and day."""

    title = "惠企资金台账"
    key = "product"
    anchor = "product"

    product = Column(
        "金融产品",
        TextCell(longest=80),
        required=True,
        also=["产品名称", "产品", "贷款产品", "资金名称"],
        help="先登记产品",
        example="昆科贷",
    )
    enterprise = Column(
        "企业名称",
        TextCell(longest=120),
        also=["企业", "单位名称", "借款企业", "受惠企业"],
        help="几家合计的不填，填写集群",
        example="昆山示例科技有限公司",
    )
    uscc = Column("统一社会信用代码", CreditCodeCell(), also=["信用代码", "社会信用代码"], template=False)
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群"])
    amount_kind = Column(
        "金额口径",
        CodedCell(AMOUNT_KIND),
        required=True,
        also=["口径", "金额类别", "资金类别"],
        help="口径不同的金额分行填写，不相加",
        example="融资额",
    )
    amount = Column(
        "金额（万元）",
        NumberCell(whole=False, units=TEN_THOUSANDS),
        required=True,
        also=["金额", "金额(万元)", "放款金额", "兑现金额"],
        example="300",
    )
    cases = Column("笔数", NumberCell(units=CASES), also=["户数", "项数"], example="1")
    applied_on = Column("申请日期", DateCell(), also=["申请时间"])
    paid_on = Column(
        "放款（兑现）日期",
        DateCell(),
        also=["放款日期", "兑现日期", "到账日期", "日期"],
        example="2026-05-20",
    )
    remark = Column("备注", TextCell(longest=2000, verbatim=True), also=["说明"])

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        if facts.get("paid_on") and facts["paid_on"] > today:
            yield error("C08", LATE, field="paid_on")


class PolicyRoster(Roster):
    """惠企政策汇编 — known again by place and title."""

    title = "惠企政策汇编"
    key = "title"
    anchor = "title"

    named = Column(
        "政策名称",
        TextCell(longest=160),
        field="title",
        required=True,
        also=["名称", "文件名称", "政策文件", "标题"],
        example="关于支持产业创新集群发展的若干措施",
    )
    document_number = Column("文号", TextCell(longest=60), also=["发文字号", "文件号"])
    issuer = Column(
        "发文单位",
        TextCell(longest=80),
        required=True,
        also=["发布单位", "印发单位", "发文机关"],
        example="市政府办",
    )
    department = Column("牵头部门", TextCell(longest=80), also=["责任部门", "兑现部门"])
    place = Column("适用区域", TextCell(longest=80), also=["区域", "适用范围"], example="昆山市")
    issued_on = Column(
        "发布日期", DateCell(), required=True, also=["印发日期", "发文日期", "发布时间"], example="2026-01-10"
    )
    valid_until = Column("有效期至", DateCell(), also=["有效期", "截止日期", "失效日期"])
    articles = Column("条数", NumberCell(units={"条": 1}), also=["条款数", "举措数"], example="32")
    text = Column("要点", TextCell(longest=4000, verbatim=True), field="summary", also=["主要内容", "摘要"])


class ClaimRoster(Roster):
    """政策兑现台账 — one line a policy, enterprise and day of claiming."""

    title = "政策兑现台账"
    key = "policy"
    anchor = "policy"

    policy = Column(
        "政策名称",
        TextCell(longest=160),
        required=True,
        also=["政策", "兑现政策", "文件名称"],
        help="登记的政策名称",
        example="关于支持产业创新集群发展的若干措施",
    )
    enterprise = Column(
        "企业名称",
        TextCell(longest=120),
        required=True,
        also=["企业", "单位名称", "申报企业"],
        example="昆山示例科技有限公司",
    )
    uscc = Column("统一社会信用代码", CreditCodeCell(), also=["信用代码", "社会信用代码"], template=False)
    submitted_on = Column(
        "申报日期", DateCell(), required=True, also=["申报时间", "申请日期"], example="2026-03-01"
    )
    amount = Column(
        "金额（万元）",
        NumberCell(whole=False, units=TEN_THOUSANDS),
        also=["兑现金额", "金额", "资金(万元)", "拨付金额"],
        example="50",
    )
    paid_on = Column("兑现日期", DateCell(), also=["拨付日期", "到账日期", "兑现时间"], example="2026-04-15")
    remark = Column("备注", TextCell(longest=2000, verbatim=True), also=["说明"])

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """What was paid had been claimed by then, when no column says when."""
        values = row.values
        if values.get("submitted_on") is None and values.get("paid_on"):
            values["submitted_on"] = values["paid_on"]

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        for name in ("submitted_on", "paid_on"):
            if facts.get(name) and facts[name] > today:
                yield error("C08", LATE, field=name)
