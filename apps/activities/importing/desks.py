"""活动链名册经办 — how the rows of each roster meet the register."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from apps.activities.importing.links import (
    ActivityLink,
    FairLink,
    HostsLink,
    LineLink,
    MeetingActivityLink,
    several,
)
from apps.activities.importing.registered import Registered
from apps.activities.models import (
    Activity,
    ActivityHost,
    Attendance,
    Meeting,
    RecruitResult,
    Suggestion,
)
from apps.clusters.links import ClusterLink, EnterpriseLink
from apps.core import bulk
from apps.core.judgement import Issue, error
from apps.members.importing.person_link import PersonLink
from apps.organizations.links import OrganizationLink
from apps.rosters.directory import name_key
from apps.rosters.records import Entering, RecordDesk
from apps.rosters.rows import Row


class ActivityDesk(RecordDesk):
    """活动 — with its hosts; hosts named later are added, none is taken away."""

    model = Activity
    identity = ("title", "held_on")
    links: ClassVar = {"hosts": HostsLink, "cluster": ClusterLink}

    def _find(self, entering: Sequence[Entering]) -> None:
        """By name, day and host; what is not the reader's to see is another activity."""
        days = {day for one in entering if (day := one.given.get("held_on"))}
        registered = Registered(self.situation.remit, days)
        found: list[tuple[Entering, int]] = []
        for one in entering:
            title, day = one.given.get("title"), one.given.get("held_on")
            fitting = registered.fitting(title, day, self._hosts_of(one)) if title and day else []
            one.rivals = len(fitting) if len(fitting) > 1 else 0
            found += [(one, key) for key in fitting if not one.rivals]
        records = Activity.objects.prefetch_related("hosts").in_bulk({key for _, key in found})
        for one, key in found:
            one.record = records[key]
            one.given["title"] = one.row.values["title"] = records[key].title

    def _hosts_of(self, one: Entering) -> list[int]:
        link: Any = self.linked["hosts"]
        return link.keys_of(one.named.get("hosts"))

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is listed was held; what is not told apart is 其他."""
        return {"kind": Activity.Kind.OTHER.value, "status": Activity.Status.HELD.value}

    def _values(self, one: Entering) -> dict[str, Any]:
        """Hosts in the order of the row: which of them leads is settled when an activity is registered."""
        stored, said = super()._values(one), one.row.values.get("hosts") or ()
        order = {name: place for place, name in enumerate(said)}
        held = sorted(stored["hosts"] or (), key=lambda name: order.get(name, len(order)))
        return stored | {"hosts": tuple(held) or None}

    def doubts(self, entering: Sequence[Entering]) -> Iterator[tuple[int, Issue]]:
        for place, one in enumerate(entering):
            if one.rivals:
                yield place, several(one.given["title"], one.given["held_on"], one.rivals, "title")
            elif one.record is None and "hosts" not in one.named:
                yield place, error("HOST_MISSING", "没有填写主办党组织", field="hosts")

    def _twice(self, entering: Sequence[Entering]) -> Iterator[tuple[int, Issue]]:
        """Of one name and day, a host in common makes two rows the same; one without hosts may be any."""
        first: dict[tuple[Any, ...], Row] = {}
        for place, one in enumerate(entering):
            if not (one.given.get("title") and one.given.get("held_on")):
                continue
            named = (name_key(one.given["title"]), one.given["held_on"])
            is_hosted, nobody = "hosts" in one.named, (*named, None)
            marks: list[tuple[Any, ...]] = [(*named, host) for host in self._hosts_of(one)]
            marks += [(one.record.pk,)] if one.record else []
            asked = [*marks, nobody if is_hosted else named]
            if earlier := next((first[mark] for mark in asked if mark in first), None):
                yield place, self._same_as(earlier)
                continue
            first |= dict.fromkeys([*marks, named] if is_hosted else [*marks, named, nobody], one.row)

    def _insert(self, new: Sequence[Entering]) -> int:
        """The activities, then their hosts."""
        count = super()._insert(new)
        self._add_hosts(new)
        return count

    def _amend(self, changed: Sequence[Entering]) -> int:
        self._add_hosts([one for one in changed if "hosts" in one.row.changes])
        others = [one for one in changed if set(one.row.changes) - {"hosts"}]
        super()._amend(others)
        return len(changed)

    def _add_hosts(self, entering: Sequence[Entering]) -> None:
        rows: list[dict[str, Any]] = []
        for one in entering:
            record: Any = one.record
            known = {host.organization_id for host in record.hosts.all()} if record else set()
            fresh = [key for key in dict.fromkeys(self._hosts_of(one)) if key not in known]
            rows += [
                {"activity_id": one.key, "organization_id": key, "is_lead": not known and place == 0}
                for place, key in enumerate(fresh)
            ]
        bulk.insert(ActivityHost, rows)


class AttendanceDesk(RecordDesk):
    """出席 — people are matched by number, else by name and branch; never guessed at."""

    model = Attendance
    identity = ("activity_id", "member_id")
    links: ClassVar = {"activity": ActivityLink, "member": PersonLink, "organization": OrganizationLink}

    def __init__(self, situation: Any) -> None:
        super().__init__(situation)
        self.linked["organization"].default = str  # type: ignore[method-assign]

    def _write_steps(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """An attendance is written, not moved."""

    def _row(self, one: Entering) -> dict[str, Any]:
        return {"status": Attendance.Status.PRESENT.value} | super()._row(one)


class MeetingDesk(RecordDesk):
    """组织生活 — one activity may count as several."""

    model = Meeting
    identity = ("activity_id", "organization_id", "kind")
    links: ClassVar = {"activity": MeetingActivityLink, "organization": OrganizationLink}


class SuggestionDesk(RecordDesk):
    """金点子"""

    model = Suggestion
    identity = ("member_id", "title")
    links: ClassVar = {"member": PersonLink, "organization": OrganizationLink, "cluster": ClusterLink}
    first = frozenset({"status", "adopted_on", "carried_out_on", "benefit_amount"})

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """For want of a day, that of the roster; a day of adoption says that it was adopted."""
        status = Suggestion.Status.COLLECTED
        if given.get("carried_out_on"):
            status = Suggestion.Status.CARRIED_OUT
        elif given.get("adopted_on"):
            status = Suggestion.Status.ADOPTED
        return {"status": status.value, "submitted_on": self.situation.as_of}


class RecruitDesk(RecordDesk):
    """招工结果"""

    model = RecruitResult
    identity = ("enterprise_id", "hired_on", "line_id", "activity_id")
    links: ClassVar = {"enterprise": EnterpriseLink, "line": LineLink, "activity": FairLink}
