"""发展党员 — quotas, and files with the steps taken and those that come next."""

from collections.abc import Iterator
from typing import Any

from apps.clusters.models import Cluster
from apps.core import clock
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import day
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.core.story import Fact, Panel
from apps.members.developing import probation_ends_on
from apps.members.filters.registers import DevelopmentFileFilter, QuotaFilter
from apps.members.models import DevelopmentFile, DevelopmentQuota, DevelopmentSponsor, DevelopmentStep, Member
from apps.members.steps import NEEDED_BEFORE, REPEATED, Stage, Step
from apps.organizations.models import PartyOrganization

LEFT = Column("left", "剩余", lambda row: row.left, numeric=True)
OVERDUE = (
    ("talk_overdue", "申请满一个月尚未谈话"),
    ("approval_overdue", "支部大会通过满三个月尚未审批"),
    ("confirmation_overdue", "转正通过支部大会满三个月尚未审批"),
)


class Quotas(RegisterList):
    model = DevelopmentQuota
    filterset_class = QuotaFilter
    columns = columns(
        DevelopmentQuota,
        *("target_group", "year", "cluster", "place", "organization", "quota", "used"),
        LEFT,
        "status",
    )
    default_order = ("-year", "target_group")


class QuotaPage(RegisterEntry):
    model = DevelopmentQuota
    facts = ("year", "cluster", "place", "organization", "quota", "used", LEFT)
    badges = ("target_group", "status")
    parts = (
        Part(
            "使用的档案",
            DevelopmentFile,
            "quota",
            columns(DevelopmentFile, "member", "organization", "status", "opened_on"),
            unit="人",
        ),
    )


class DevelopmentFiles(RegisterList):
    model = DevelopmentFile
    filterset_class = DevelopmentFileFilter
    columns = columns(DevelopmentFile, "member", "organization", "status", "opened_on", "quota", "closed_on")
    default_order = ("-opened_on",)
    unit = "人"


class DevelopmentFilePage(RegisterEntry):
    model = DevelopmentFile
    facts = (
        *("member", "organization", "quota", "opened_on"),
        *("extension_months", "closed_on", "closed_reason"),
    )
    badges = ("status",)
    tones = {"completed": "good", "stopped": "bad"}
    parts = (
        Part(
            "步骤",
            DevelopmentStep,
            "file",
            columns(
                DevelopmentStep,
                *("step", "happened_on", "operator", "document", "due", "present", "in_favour", "note"),
            ),
            order=("happened_on", "step", "pk"),
            unit="步",
            shown=40,
        ),
    )
    beside = (
        Part(
            "培养联系人和入党介绍人",
            DevelopmentSponsor,
            "file",
            columns(DevelopmentSponsor, "member", "role", "named_on"),
            order=("named_on", "pk"),
            unit="人",
        ),
    )

    def aside(self, row: Any) -> list[Panel]:
        """How far the file is: stage by stage, what comes next, what is late."""
        taken = set(row.steps.values_list("step", flat=True))
        stages = [Fact(stage.label, done_of(stage, taken)) for stage in Stage]
        return [Panel("进度", facts=[*stages, *self.ahead(row, taken)])]

    def ahead(self, row: Any, taken: set[int]) -> Iterator[Fact]:
        """Of a file that is open."""
        if row.closed_on:
            return
        yield Fact("接下来可办", "、".join(step.label for step in next_steps(taken)), wide=True)
        ends_on = probation_ends_on(row)
        if ends_on:
            yield Fact("预备期至", day(ends_on))
        late = [said for name, said in OVERDUE if is_late(row, name)]
        if late:
            yield Fact("逾期", "；".join(late), wide=True)


def done_of(stage: Stage, taken: set[int]) -> str:
    """2/4步"""
    own = [step for step in Step if step.stage is stage]
    return f"{sum(step in taken for step in own)}/{len(own)}步"


def next_steps(taken: set[int]) -> list[Step]:
    """Steps whose turn has come; an observation that may be repeated is not pressed for again."""
    return [
        step
        for step in Step
        if step not in taken
        and step not in REPEATED[1:]
        and all(needed in taken for needed in NEEDED_BEFORE.get(step, ()))
    ]


def is_late(row: DevelopmentFile, name: str) -> bool:
    """Whether the file is among those of this kind waiting too long."""
    waiting: Any = getattr(DevelopmentFile.objects, name)(clock.today())
    return bool(waiting.filter(pk=row.pk).exists())


FILES = columns(DevelopmentFile, "member", "organization", "status", "opened_on", "closed_on")
QUOTAS = columns(DevelopmentQuota, "target_group", "year", "quota", "used", LEFT, "status")
shown_with(Cluster, Part("发展党员指标", DevelopmentQuota, "cluster", QUOTAS, unit="项"))
shown_with(
    PartyOrganization,
    Part("发展党员指标", DevelopmentQuota, "organization", QUOTAS, unit="项"),
    Part("发展党员档案", DevelopmentFile, "organization", FILES, unit="人", filter="organization"),
)
shown_with(
    Member,
    Part(
        "发展党员档案",
        DevelopmentFile,
        "member",
        columns(DevelopmentFile, "organization", "status", "opened_on", "closed_on"),
        unit="份",
    ),
    Part(
        "联系和介绍的发展对象",
        DevelopmentSponsor,
        "member",
        columns(DevelopmentSponsor, "file", "role", "named_on"),
        unit="人",
        related=("file__member",),
    ),
)
