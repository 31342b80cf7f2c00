"""党员名册 — the member roster, column by column (domain.md §4.2), and what its cells say together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from apps.core.codes import DEGREE, ETHNICITY, SEX
from apps.core.identifiers import mask_id_number, mask_phone
from apps.core.judgement import Issue, error
from apps.members import codes
from apps.members.cells import CategoryCell, EducationCell, PartyAgeCell, TwofoldCell
from apps.members.completing import complete_birth_date, complete_education, take_notes
from apps.members.consistency import inconsistencies, softened
from apps.members.duplicates import Repetitions
from apps.members.rosters.marks import person_mark
from apps.organizations.names import full_name_in, looks_like_organization
from apps.rosters.cells import (
    BooleanCell,
    CodedCell,
    CreditCodeCell,
    DateCell,
    IdNumberCell,
    NumberCell,
    PersonNameCell,
    PhoneCell,
    TextCell,
)
from apps.rosters.columns import Column, heading_key
from apps.rosters.roster import Roster
from apps.rosters.rows import Row

ID_MISSING = error("ID_MISSING", "没有身份证号，不能自动对应，请补填或逐人确认", field="id_number")
NAME_MISSING = error("C24", "姓名有误：没有填写", field="name")


class MemberRoster(Roster):
    """党员名册 — the ID number tells a correction from a newcomer."""

    title = "党员名册"
    key = "id_number"
    anchor = "name"
    masks: ClassVar = {"id_number": mask_id_number, "mobile": mask_phone, "landline": mask_phone}

    name = Column(
        "姓名",
        PersonNameCell(),
        required=True,
        also=["党员姓名", "名字", "人员姓名", "真实姓名", "姓名(与身份证一致)"],
        unlike=["介绍人", "联系人", "单位", "组织", "支部", "书记", "培养"],
        example="王芳",
        help="与身份证一致",
    )
    id_number = Column(
        "身份证号码",
        IdNumberCell(),
        required=True,
        also=[
            "身份证号",
            "身份证",
            "公民身份号码",
            "公民身份证号码",
            "公民身份证号",
            "居民身份证号码",
            "证件号码",
            "证件号",
            "身份号码",
            "ID",
        ],
        example="329999198507010014",
    )
    sex = Column("性别", CodedCell(SEX), also=["男/女"], example="女")
    ethnicity = Column("民族", CodedCell(ETHNICITY), also=["族别"], example="汉族")
    birth_date = Column(
        "出生日期",
        DateCell(),
        also=["出生年月", "生日", "出生时间", "出生年月日", "出生年月(岁)"],
        example="1985-07-01",
    )
    age = Column("年龄", NumberCell(), also=["周岁"], derived=True)
    native_place = Column("籍贯", also=["祖籍"])
    birth_place = Column("出生地", template=False)
    id_type = Column(
        "证件类型", CodedCell(codes.ID_TYPE, strict=False), also=["证件类别", "证件名称"], template=False
    )
    education = Column(
        "学历",
        EducationCell(),
        also=["文化程度", "最高学历", "全日制学历", "受教育程度", "学历学位"],
        unlike=["在职", "院校", "专业"],
        example="大学本科毕业",
    )
    degree = Column("学位", CodedCell(DEGREE, strict=False), also=["最高学位"], example="学士")
    school = Column(
        "毕业院校",
        TwofoldCell("大学", "学院", "学校", "中学", second="major"),
        also=["毕业学校", "毕业院校及专业", "毕业院校系及专业"],
    )
    major = Column("专业", also=["所学专业"], unlike=["技术", "职务", "职称"])
    member_category = Column(
        "人员类别",
        CategoryCell(),
        also=[
            "党员类别",
            "党员类型",
            "正式/预备",
            "党员性质",
            "是否正式党员",
            "政治面貌",
            "党员阶段",
            "党员身份",
        ],
        example="正式党员",
    )
    branch = Column(
        "所在党支部",
        TextCell(longest=100),
        also=[
            "所属党支部",
            "党支部",
            "所在支部",
            "支部名称",
            "所属党组织",
            "党组织",
            "组织关系所在党支部",
            "所在党组织",
            "所在党支部全称",
            "组织关系所在单位",
            "所属支部",
            "所在党组织名称",
            "党组织名称",
            "党组织全称",
        ],
        unlike=["书记", "编码", "代码", "类别", "联系", "上级", "日期", "时间", "原", "转", "职务", "介绍"],
        help="写全称，与公章一致",
        example="中共昆山示例科技有限公司支部委员会",
    )
    branch_code = Column(
        "党组织编码",
        TextCell(numbers=True),
        also=["所在党组织编码", "党组织代码", "支部编码"],
        template=False,
    )
    parent_org = Column(
        "上级党组织",
        TextCell(longest=100),
        also=["所属党委", "隶属党组织", "基层党委", "所在党委"],
        unlike=["书记"],
    )
    party_group = Column("党小组", also=["所属党小组"], unlike=["组长"], template=False)
    joined_on = Column(
        "入党日期",
        DateCell(),
        also=[
            "入党时间",
            "加入党组织日期",
            "加入党组织时间",
            "入党年月",
            "接收预备党员日期",
            "接收为预备党员时间",
            "何时入党",
            "入党时间(年月日)",
        ],
        unlike=["申请", "介绍", "支部"],
        example="2008-06-01",
    )
    full_member_on = Column(
        "转正日期",
        DateCell(),
        also=["转正时间", "转为正式党员日期", "成为正式党员日期", "正式转正日期", "转正年月", "按期转正时间"],
        help="预备党员留空",
        example="2009-06-01",
    )
    party_age = Column("党龄", PartyAgeCell(), also=["党龄(年)"], unlike=["校正"], derived=True)
    party_post = Column(
        "党内职务",
        CodedCell(codes.PARTY_POST, strict=False),
        also=["党内任职", "党内岗位", "支部职务", "担任党内职务", "党务职务"],
        example="组织委员",
    )
    post_type = Column(
        "工作岗位",
        CodedCell(codes.POST_TYPE, strict=False),
        also=["岗位类别", "职业", "身份类别", "工作性质", "人员身份"],
        example="非公有企业工勤岗位",
    )
    work_unit = Column(
        "工作单位",
        TwofoldCell("公司", "厂", "院", "所", "中心", "集团", "局", second="job_title"),
        also=[
            "单位",
            "所在单位",
            "单位名称",
            "企业名称",
            "所在企业",
            "工作单位及职务",
            "现工作单位",
            "联合支部所在单位",
            "联合支部单位名称",
        ],
        unlike=["性质", "类别", "代码", "地址", "电话", "负责人", "档案", "转出", "隶属", "行业", "情况"],
        example="昆山示例科技有限公司",
    )
    uscc = Column(
        "统一社会信用代码",
        CreditCodeCell(),
        also=["信用代码", "社会信用代码", "单位统一社会信用代码", "法人单位统一社会信用代码", "企业信用代码"],
        example="91329999MA0000015Y",
    )
    department = Column("部门", also=["所在部门", "科室", "车间", "班组", "企业行政部门"], template=False)
    job_title = Column(
        "职务", also=["行政职务", "岗位", "现任职务", "职务/岗位", "岗位职务"], unlike=["党", "支部", "技术"]
    )
    tech_title = Column(
        "专业技术职务", also=["职称", "技术职称", "从事专业技术职务", "专业技术职称", "从事专业技术服务"]
    )
    mobile = Column(
        "手机号码",
        PhoneCell("mobile"),
        also=[
            "手机号",
            "手机",
            "联系电话",
            "联系方式",
            "电话",
            "移动电话",
            "联系电话(手机)",
            "电话号码",
            "本人电话",
        ],
        unlike=["固定", "办公", "单位", "紧急", "家庭", "传真"],
        example="19900000001",
    )
    landline = Column(
        "固定电话",
        PhoneCell("landline"),
        also=["办公电话", "座机", "单位电话"],
        example="0512-57000010",
        template=False,
    )
    address = Column(
        "现居住地",
        also=["家庭住址", "居住地址", "现住址", "住址", "家庭地址", "通讯地址", "常住地"],
        help="写到门牌号",
    )
    registered_addr = Column("户籍所在地", also=["户口所在地", "户籍地址", "户籍"], template=False)
    archive_place = Column(
        "党员档案所在单位", also=["档案所在单位", "档案管理单位", "档案存放地", "档案所在地"], template=False
    )
    work_started_on = Column(
        "参加工作时间", DateCell(), also=["参加工作日期", "工作时间"], example="2006-07", template=False
    )
    relation_in_on = Column(
        "组织关系转入时间",
        DateCell(),
        also=["转入时间", "关系转入日期", "加入组织时间", "组织关系转入日期"],
        template=False,
    )
    relation_from = Column("转入前党组织", also=["原党支部", "来自何处", "转出单位"], template=False)
    relation_here = Column(
        "组织关系是否在本支部",
        BooleanCell(
            yes=("在", "已转入", "在本支部", "转入"), no=("不在", "未转入", "未转", "不在本支部", "挂靠")
        ),
        also=["组织关系是否转入", "关系是否在本支部", "是否转入组织关系", "组织关系"],
        unlike=["时间", "日期", "单位", "支部全称"],
        help="填“否”的登记为参与活动，不计入本支部党员",
    )
    party_status = Column(
        "党籍状态", CodedCell(codes.PARTY_STATUS), also=["党员状态", "状态", "党籍"], example="正常"
    )
    floating = Column(
        "是否流动党员", BooleanCell(yes=("流出", "流入"), no=("未流动",)), also=["流动党员", "流动情况"]
    )
    float_to = Column("外出流向", also=["流向", "流出地", "外出地点", "流入地"], template=False)
    lost_contact = Column(
        "是否失联党员", BooleanCell(yes=("失联",), no=("未失联",)), also=["失联党员", "是否失联"]
    )
    lost_on = Column("失联日期", DateCell(), also=["失去联系日期", "失联时间"], template=False)
    lost_reason = Column(
        "失去联系情形", CodedCell(codes.LOST_REASON, strict=False), also=["失联情形"], template=False
    )
    new_stratum = Column(
        "新社会阶层类型",
        CodedCell(codes.NEW_STRATUM, strict=False),
        also=["新的社会阶层", "新阶层"],
        template=False,
    )
    is_migrant = Column("是否农民工", BooleanCell(), also=["农民工"])
    frontline = Column(
        "一线情况", BooleanCell(yes=("一线",)), also=["是否一线", "生产经营一线"], template=False
    )
    honors = Column("荣誉", also=["奖励情况", "获奖情况", "表彰"], template=False)
    introducers = Column("入党介绍人", also=["介绍人", "介绍人1", "介绍人2"], template=False)
    applied_on = Column(
        "申请入党时间", DateCell(), also=["入党申请时间", "递交申请书时间", "申请入党日期"], template=False
    )
    activist_on = Column(
        "确定积极分子时间",
        DateCell(),
        also=["确定入党积极分子日期", "积极分子时间", "列为积极分子时间", "确定积极分子日期"],
        template=False,
    )
    candidate_on = Column(
        "确定发展对象时间", DateCell(), also=["发展对象时间", "确定发展对象日期"], template=False
    )
    probation_extended_months = Column("延长预备期时间", NumberCell(), also=["延长预备期"], template=False)
    party_age_correction_months = Column(
        "党龄校正值", NumberCell(least=None), also=["党龄校正值(月)"], template=False
    )
    remark = Column(
        "备注", TextCell(longest=2000, verbatim=True, numbers=True), also=["说明", "其他"], unlike=["填"]
    )
    person_uid = person_mark()
    cluster = Column(
        "产业集群",
        aside=True,
        also=["所属集群", "集群", "产业链", "所属产业集群", "集群名称", "产业创新集群"],
    )

    def settle(
        self, mapping: dict[int, str], headings: Mapping[int, str], sample: Callable[[int], list[str]]
    ) -> None:
        """职务 standing alone with 书记 and 委员 under it is the Party post (domain.md §4.2)."""
        if "party_post" in mapping.values():
            return
        for column, field in mapping.items():
            if field == "job_title" and heading_key(headings[column]) == "职务":
                posts = [codes.PARTY_POST.read(text) for text in sample(column)]
                if posts and sum(post is not None for post in posts) * 2 > len(posts):
                    mapping[column] = "party_post"

    def defaults(self, titles: Sequence[str], sheet: str | None, mapped: frozenset[str]) -> dict[str, str]:
        """For want of a column, the branch is named by the title, the filing line, or the sheet."""
        if "branch" in mapped:
            return {}
        branch = next((name for text in titles if (name := full_name_in(text))), "")
        if not branch and sheet and looks_like_organization(sheet):
            branch = sheet.strip()
        return {"branch": branch} if branch else {}

    def section(self, text: str) -> dict[str, str]:
        return {"branch": text.strip()} if looks_like_organization(text) else {}

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        take_notes(row)
        complete_education(row, mapped)
        complete_birth_date(row)

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        if not row.values.get("name") and not any(issue.field == "name" for issue in row.issues):
            yield NAME_MISSING
        if not row.values.get("id_number") and not any(issue.field == "id_number" for issue in row.issues):
            yield ID_MISSING
        for issue in inconsistencies(_trusted(row, facts), today):
            # 转正日期 is no starred field: a sheet without the column cannot be blamed for it.
            yield softened(issue) if issue.code == "C10" and "full_member_on" not in mapped else issue

    def together(self) -> Repetitions:
        return Repetitions()


def _trusted(row: Row, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without an ID number that is itself in doubt: one fault is not to be told as three."""
    doubted = any(issue.field == "id_number" and issue.blocks for issue in row.issues)
    return {**facts, "id_number": None} if doubted else facts
