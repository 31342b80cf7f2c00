"""党员列表"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse

from apps.core import clock
from apps.core.codes import EDUCATION, SEX
from apps.core.columns import Column
from apps.core.dated import relation_on
from apps.core.exports import PRECISIONS
from apps.core.identifiers import mask_id_number, mask_phone
from apps.core.links import address
from apps.core.listing import RegisterExport, RegisterList
from apps.members.filters import MemberFilter
from apps.members.models import Affiliation, Employment, Member

TONES = {"停止党籍": "warn", "出党": "bad", "死亡": "bad"}


def partly(name: str) -> Any:
    """As much of a date as is known; the birth date to the month only, as lists show it."""

    def said(member: Any) -> str:
        day, known = getattr(member, name), getattr(member, f"{name}_precision")
        known = "M" if name == "birth_date" and known == "D" else known
        return f"{day:{PRECISIONS[known]}}" if day else ""

    return said


def belongs_to(member: Any) -> Any:
    """The organisation a person belongs to, where the remit reaches it."""
    return member.here[0].organization if member.here else None


def works_at(member: Any) -> str:
    return "、".join(str(employment.enterprise) for employment in member.jobs)


COLUMNS = (
    Column("name", "姓名", lambda m: m.name, ("name_order",), href=address),
    Column("sex", "性别", lambda m: SEX.label(m.sex), ("sex",)),
    Column("birth", "出生年月", partly("birth_date"), ("birth_date",)),
    Column("id_number", "公民身份号码", lambda m: mask_id_number(m.id_number)),
    Column("education", "学历", lambda m: EDUCATION.label(m.education), ("education",)),
    Column("stage", "人员类别", lambda m: m.stage, ("stage",)),
    Column("status", "党籍状态", lambda m: m.party_status, tone=lambda m: TONES.get(m.party_status, "")),
    Column("organization", "所在党组织", belongs_to, href=lambda m: address(belongs_to(m))),
    Column("joined", "入党日期", partly("joined_on"), ("joined_on",)),
    Column("full", "转正日期", partly("full_member_on"), ("full_member_on",)),
    Column("work", "工作单位", works_at),
    Column("mobile", "手机号码", lambda m: mask_phone(m.mobile)),
)


class Members(RegisterList):
    """党员"""

    model = Member
    permission_required: str | Iterable[str] = "members.view_member"
    filterset_class = MemberFilter
    columns = COLUMNS
    default_order = ("name_order",)
    heading = "党员"
    unit = "名"
    sentence = "没有符合条件的人员。"
    export = "members:members_export"

    def sortable(self, rows: QuerySet) -> QuerySet:
        if self.request.GET.get("order", "").lstrip("-") != "stage":
            return rows
        return rows.annotate(standing=relation_on("standings", clock.today()), stage=F("standing__stage"))

    def decorated(self, rows: Any) -> QuerySet:
        today, remit = clock.today(), self.request.remit
        here = Affiliation.objects.within(remit).in_force(today).select_related("organization")
        jobs = Employment.objects.in_force(today).select_related("enterprise")
        return rows.on(today).prefetch_related(
            Prefetch("affiliations", here, to_attr="here"), Prefetch("employments", jobs, to_attr="jobs")
        )

    def tools(self) -> list[tuple[str, str]]:
        query = self.request.META["QUERY_STRING"]
        roster = f"{reverse('members:members_roster')}{f'?{query}' if query else ''}"
        return [
            *([("导出名册", roster)] if self.may("export") else []),
            *([("登记人员", reverse("members:register"))] if self.may("add") else []),
        ]


class MembersExport(RegisterExport, Members):
    """党员的导出"""

    permission_required = ("members.view_member", "members.export_member")
