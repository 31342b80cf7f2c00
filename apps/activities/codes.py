"""活动链代码表 — how rosters spell what the models store."""

from apps.activities.models import Activity, Attendance, Meeting, Suggestion
from apps.core.codes import CodeList

Presence, Kind, MeetingKind, Idea = Attendance.Status, Activity.Kind, Meeting.Kind, Suggestion.Status

PRESENCE = CodeList(
    "出席情况",
    {code: label for code, label in Presence.choices if code != Presence.ENROLLED},
    also={
        Presence.PRESENT: ("√", "✓", "✔", "是", "1", "到", "参加", "已到", "出席", "实到"),
        Presence.EXCUSED: ("△", "假", "事假", "病假", "公假", "已请假"),
        Presence.ABSENT: ("×", "✗", "x", "否", "0", "未到", "未参加", "旷会", "无故缺席"),
        Presence.OBSERVER: ("○", "列"),
    },
)
ACTIVITY_KIND = CodeList(
    "活动类别",
    dict(Kind.choices),
    also={
        Kind.PARTY_LIFE: ("三会一课", "主题党日", "党员大会"),
        Kind.LECTURE: ("党课", "微党课", "讲座"),
        Kind.TRAINING: ("培训班", "专题培训"),
        Kind.DISCUSSION: ("学习交流", "研讨", "交流活动", "技术交流"),
        Kind.SALON: ("党群人才沙龙", "夜谈"),
        Kind.MATCHING: ("供需对接会", "对接会"),
        Kind.OBSERVATION: ("观摩", "观摩会", "生产经营观摩会"),
        Kind.ROUNDTABLE: ("座谈", "座谈会", "圆桌会", "链上企业圆桌会"),
        Kind.JOB_FAIR: ("招聘会",),
        Kind.FORUM: ("论坛", "展会", "峰会"),
        Kind.VOLUNTEERING: ("志愿", "公益"),
        Kind.FELLOWSHIP: ("联谊", "文体活动", "团建"),
    },
)
SIX_TOGETHER = CodeList("六同", dict(Activity.SixTogether.choices))
FOUR_MEETING = CodeList("四会", dict(Activity.FourMeeting.choices))
MEETING_KIND = CodeList(
    "组织生活类别",
    dict(MeetingKind.choices),
    also={
        MeetingKind.GENERAL: ("支部党员大会", "党员会", "大会"),
        MeetingKind.COMMITTEE: ("支部委员会", "支部委员会会议", "支委会议"),
        MeetingKind.GROUP: ("小组会", "党小组会议"),
        MeetingKind.LECTURE: ("上党课", "微党课"),
        MeetingKind.THEME_DAY: ("党日", "主题党日活动"),
        MeetingKind.LIFE: ("专题组织生活会",),
        MeetingKind.APPRAISAL: ("民主评议党员",),
        MeetingKind.HEART_TALK: ("谈心",),
    },
)
IDEA_STATUS = CodeList(
    "金点子状态",
    dict(Idea.choices),
    also={
        Idea.COLLECTED: ("已提交", "已征集", "待评审"),
        Idea.ADOPTED: ("已采纳",),
        Idea.CARRIED_OUT: ("已实施", "已落地"),
        Idea.DECLINED: ("不采纳", "未采用"),
    },
)
