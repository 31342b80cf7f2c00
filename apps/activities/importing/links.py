"""链接 — columns that name an activity, its hosts, or a recruiting line."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from apps.activities import workflow
from apps.activities.importing.registered import Registered
from apps.activities.models import Activity, RecruitLine
from apps.core.judgement import Issue, error
from apps.organizations.links import OrganizationLink
from apps.organizations.models import PartyOrganization
from apps.rosters.directory import Directory, name_key
from apps.rosters.links import Link
from apps.rosters.naming import Named
from apps.rosters.registry import Kept
from apps.rosters.rows import Row
from apps.rosters.situation import Situation

FACTS = ("kind", "six_together", "four_meeting", "venue")


class HostsLink(OrganizationLink):
    """主办党组织 — several in one cell, the first of them leading; hosts out of the remit are not told of."""

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        return [self.joined(row.values.get(self.field) or ()) for row in rows]

    def joined(self, names: Sequence[str] | str) -> Named | None:
        """All the hosts of one cell as one thing named; it has the key of the first."""
        names = (names,) if isinstance(names, str) else names or (self.default(),)
        each = [named for name in names if (named := self._of(name))]
        if not each:
            return None
        whole = Named("、".join(sorted(named.name for named in each)), each[0].key)
        whole.issues = [issue for named in each for issue in named.issues]
        self.hosts[id(whole)] = (whole, each)
        return whole

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.hosts: dict[int, tuple[Named, list[Named]]] = {}

    def columns(self, named: Named) -> dict[str, Any]:
        """Hosts are rows of their own."""
        return {}

    def spelled(self, named: Named) -> tuple[str, ...]:
        return tuple(dict.fromkeys(host.name for host in self.hosts[id(named)][1]))

    def stored(self, record: Model) -> tuple[str, ...] | None:
        keys = (host.organization_id for host in record.hosts.all())  # type: ignore[attr-defined]
        return tuple(self.directory.labels[key] for key in keys if key in self.directory.labels) or None

    def keys_of(self, named: Named | None) -> list[int]:
        """Keys of the hosts, the leading one first."""
        return [host.key for host in self.hosts[id(named)][1] if host.key] if named else []


def several(title: str, day: date, count: int, field: str) -> Issue:
    """More than one activity may be meant."""
    said = f"{day:%Y-%m-%d}有{count}项活动叫“{title}”，请填写主办党组织，写全"
    return error("ACTIVITY_UNKNOWN", said, field=field)


class ActivityLink(Link):
    """活动 — by name, day and host; one that nobody has registered comes with the roster."""

    kind, words = "activity", "活动"
    hosts_field: ClassVar[str] = "hosts"
    """The column of the row that says who hosted."""
    begun_as: ClassVar[str] = Activity.Kind.OTHER

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        self.hosts = HostsLink(situation, self.hosts_field)
        self.new: dict[int, dict[str, Any]] = {}

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        hosts = self.hosts.read(rows)
        registered = self._registered(rows)
        return [self._named_in(row, host, registered) for row, host in zip(rows, hosts, strict=True)]

    def _registered(self, rows: Sequence[Row]) -> Registered:
        """The activities that the reader knows."""
        days = {day for row in rows if (day := row.values.get("held_on"))}
        registered = Registered(self.situation.remit, days)
        for key, title in registered.titles.items():
            self.directory.add(key, title)
        return registered

    def _named_in(self, row: Row, host: Named | None, registered: Any) -> Named | None:
        title, day = row.values.get(self.field) or "", row.values.get("held_on")
        if not title or not day:
            return None
        wanted = self.hosts.keys_of(host)
        place = f"{name_key(title)}|{day}|{sorted(wanted)}"
        if place not in self.named:
            self.named[place] = self._found(title, day, registered.fitting(title, day, wanted), host)
        named = self.named[place]
        if named.is_new:
            facts = {
                name: row.values[name] for name in FACTS if row.values.get(name) and name in self.of_activity
            }
            self.new[id(named)] = facts | self.new[id(named)]
        return named

    of_activity: ClassVar[tuple[str, ...]] = FACTS
    """Columns of the row that speak of the activity."""

    def _found(self, title: str, day: date, fitting: list[int], host: Named | None) -> Named:
        if len(fitting) == 1:
            return Named(self.directory.labels[fitting[0]], fitting[0])
        if fitting:
            return Named(title, issues=[several(title, day, len(fitting), self.field)])
        if host is None or host.issues or not host.key:
            said = f"没有登记{day:%Y-%m-%d}的活动“{title}”，随名册登记须填写主办党组织"
            issues = (
                host.issues if host and host.issues else [error("ACTIVITY_UNKNOWN", said, field=self.field)]
            )
            return Named(title, issues=list(issues))
        named = Named(title, is_new=True)
        self.new[id(named)] = {"title": title, "held_on": day, "hosts": self.hosts.keys_of(host)}
        return named

    def create(self, named: Sequence[Named], kept: Kept) -> None:
        """Register the activities that came with the roster."""
        wanted = {key for each in named for key in self.new[id(each)]["hosts"]}
        organizations = PartyOrganization.objects.in_bulk(wanted)
        for each in named:
            facts = {"kind": self.begun_as} | self.new[id(each)]
            hosts = [organizations[key] for key in facts.pop("hosts")]
            try:
                each.key = workflow.register(hosts=hosts, by=None, **facts).pk
            except ValidationError as refused:
                raise ValidationError(f"活动“{each.name}”：{''.join(refused.messages)}") from refused
            kept.created.setdefault("活动", []).append(each.name)


class MeetingActivityLink(ActivityLink):
    """组织生活的活动 — hosted by the branch whose meeting it was."""

    hosts_field = "organization"
    begun_as = Activity.Kind.PARTY_LIFE
    of_activity = ("venue",)


class FairLink(ActivityLink):
    """招聘活动 — a fair that is registered; a roster of results registers none."""

    def _named_in(self, row: Row, host: Named | None, registered: Any) -> Named | None:
        title = row.values.get(self.field) or ""
        return self._of(title) if title else None

    def _registered(self, rows: Sequence[Row]) -> Any:
        for key, title in (
            Activity.objects.within(self.situation.remit).job_fairs().values_list("pk", "title")
        ):
            self.directory.add(key, title)
        return {}


class LineLink(Link):
    """红色专线 — by its name or number."""

    kind, words = "line", "专线"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        lines = RecruitLine.objects.within(situation.remit).order_by("pk")
        for key, name, number in lines.values_list("pk", "name", "line_no"):
            self.directory.add(key, name, [number])
