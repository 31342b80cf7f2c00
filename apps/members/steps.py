"""发展党员五阶段二十五步 — the steps in their order, and the times the rules leave between them.

《中国共产党发展党员工作细则》(2014). Times that are missed are told, not refused: what happened happened.
What makes an admission void (age, sponsors, training, quorum, authority) is refused.
"""

from django.db.models import IntegerChoices, TextChoices


class Stage(TextChoices):
    """阶段"""

    APPLICATION = "application", "申请入党"
    ACTIVIST = "activist", "入党积极分子的确定和培养"
    PROSPECT = "prospect", "发展对象的确定和考察"
    ADMISSION = "admission", "预备党员的接收"
    PROBATION = "probation", "预备党员的考察和转正"


class Step(IntegerChoices):
    """步骤"""

    APPLIED = 1, "递交入党申请书"
    TALKED = 2, "党组织派人谈话"
    RECOMMENDED = 3, "推荐和确定入党积极分子"
    ACTIVIST_FILED = 4, "积极分子上级党委备案"
    CONTACTS_NAMED = 5, "指定培养联系人"
    OBSERVED = 6, "培养教育考察"
    PROSPECT_NAMED = 7, "确定发展对象"
    PROSPECT_FILED = 8, "发展对象上级党委备案"
    SPONSORS_NAMED = 9, "确定入党介绍人"
    SCREENED = 10, "进行政治审查"
    TRAINED = 11, "开展集中培训"
    COMMITTEE_REVIEWED = 12, "支部委员会审查"
    PRE_REVIEWED = 13, "上级党委预审"
    FORM_FILLED = 14, "填写入党志愿书"
    MEETING_ACCEPTED = 15, "支部大会讨论接收"
    SUPERIOR_TALKED = 16, "上级党委派人谈话"
    APPROVED = 17, "上级党委审批"
    ADMISSION_FILED = 18, "再上一级党委组织部门备案"
    ASSIGNED = 19, "编入党支部和党小组"
    SWORN_IN = 20, "入党宣誓"
    PROBATION_OBSERVED = 21, "继续教育考察"
    CONFIRMATION_ASKED = 22, "提出转正申请"
    MEETING_CONFIRMED = 23, "支部大会讨论转正"
    CONFIRMATION_APPROVED = 24, "上级党委审批转正"
    ARCHIVED = 25, "材料归档"

    @property
    def stage(self) -> Stage:
        """The stage the step belongs to."""
        return next(stage for last, stage in LAST_STEPS.items() if self <= last)


LAST_STEPS = {
    Step.TALKED: Stage.APPLICATION,
    Step.OBSERVED: Stage.ACTIVIST,
    Step.TRAINED: Stage.PROSPECT,
    Step.ADMISSION_FILED: Stage.ADMISSION,
    Step.ARCHIVED: Stage.PROBATION,
}
REPEATED = (Step.OBSERVED, Step.PROBATION_OBSERVED)
"""考察每半年一次: the steps that are taken more than once."""

NEEDED_BEFORE = {
    Step.TALKED: (Step.APPLIED,),
    Step.RECOMMENDED: (Step.TALKED,),
    Step.ACTIVIST_FILED: (Step.RECOMMENDED,),
    Step.CONTACTS_NAMED: (Step.RECOMMENDED,),
    Step.OBSERVED: (Step.CONTACTS_NAMED,),
    Step.PROSPECT_NAMED: (Step.ACTIVIST_FILED, Step.OBSERVED),
    Step.PROSPECT_FILED: (Step.PROSPECT_NAMED,),
    Step.SPONSORS_NAMED: (Step.PROSPECT_NAMED,),
    Step.SCREENED: (Step.PROSPECT_NAMED,),
    Step.TRAINED: (Step.PROSPECT_NAMED,),
    Step.COMMITTEE_REVIEWED: (Step.PROSPECT_FILED, Step.SPONSORS_NAMED, Step.SCREENED, Step.TRAINED),
    Step.PRE_REVIEWED: (Step.COMMITTEE_REVIEWED,),
    Step.FORM_FILLED: (Step.PRE_REVIEWED,),
    Step.MEETING_ACCEPTED: (Step.FORM_FILLED,),
    Step.SUPERIOR_TALKED: (Step.MEETING_ACCEPTED,),
    Step.APPROVED: (Step.SUPERIOR_TALKED,),
    Step.ADMISSION_FILED: (Step.APPROVED,),
    Step.ASSIGNED: (Step.APPROVED,),
    Step.SWORN_IN: (Step.APPROVED,),
    Step.PROBATION_OBSERVED: (Step.APPROVED,),
    Step.CONFIRMATION_ASKED: (Step.APPROVED,),
    Step.MEETING_CONFIRMED: (Step.CONFIRMATION_ASKED,),
    Step.CONFIRMATION_APPROVED: (Step.MEETING_CONFIRMED,),
    Step.ARCHIVED: (Step.CONFIRMATION_APPROVED,),
}
"""What must have been done, on that day or before, for a step to be taken."""

YOUNGEST = 18  # 党章第一条：年满十八岁
TALK_WITHIN_MONTHS = 1  # 收到申请书后一个月内谈话
TRAINING_AS_ACTIVIST_MONTHS = 12  # 一年以上培养教育和考察
TRAINING_DAYS, TRAINING_HOURS = 3, 24  # 短期集中培训不少于三天或二十四个学时
SPONSORS = 2  # 两名正式党员作入党介绍人
CONTACTS = (1, 2)  # 一至两名正式党员作培养联系人
APPROVAL_WITHIN_MONTHS, LATEST_APPROVAL_MONTHS = 3, 6  # 三个月内审批，特殊情况不超过六个月
PROBATION_MONTHS = 12
EXTENSION_MONTHS = (6, 12)  # 延长一次，不少于半年，不超过一年
