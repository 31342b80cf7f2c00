"""示范岗、荣誉、队伍、人才计划名册经办 — how their rows meet the register."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet

from apps.clusters.links import ClusterLink
from apps.members.importing.person_link import PersonLink
from apps.members.models import Honour, Post, ProgrammeMember, TalentProgramme, TeamMember, WorkTeam
from apps.organizations.links import OrganizationLink
from apps.rosters.directory import Directory
from apps.rosters.links import Link
from apps.rosters.records import RecordDesk
from apps.rosters.situation import Situation


class TeamLink(Link):
    """队伍 — within the remit, by its name."""

    kind, words = "team", "工作队伍"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, name in WorkTeam.objects.within(situation.remit).values_list("pk", "name"):
            self.directory.add(key, name)


class ProgrammeLink(Link):
    """人才计划 — within the remit, by its name."""

    kind, words = "programme", "人才计划"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, name in TalentProgramme.objects.within(situation.remit).values_list("pk", "name"):
            self.directory.add(key, name)


class PostDesk(RecordDesk):
    """示范岗 — the post a person holds at an organisation on the day of the roster, else a new one."""

    model = Post
    identity = ("member_id", "organization_id")
    links: ClassVar = {"member": PersonLink, "organization": OrganizationLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        status = Post.Status.SIGNED if given.get("signed_on") else Post.Status.SET_UP
        return {"status": status.value, "starts_on": given.get("signed_on") or self.situation.as_of}


class HonourDesk(RecordDesk):
    """荣誉"""

    model = Honour
    identity = ("member_id", "title", "year")
    links: ClassVar = {"member": PersonLink}


class WorkTeamDesk(RecordDesk):
    """工作队伍 — running from the day of the roster unless the row says since when."""

    model = WorkTeam
    identity = ("name", "cluster_id")
    links: ClassVar = {"cluster": ClusterLink, "organization": OrganizationLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {"status": WorkTeam.Status.RUNNING.value, "starts_on": self.situation.as_of}

    def candidates(self) -> QuerySet:
        """Teams still being formed, too."""
        return WorkTeam.objects.filter(ends_on=None)


class TeamMemberDesk(RecordDesk):
    """队伍成员 — who serves on a team on the day of the roster, else somebody new on it."""

    model = TeamMember
    identity = ("member_id", "team_id")
    links: ClassVar = {"member": PersonLink, "team": TeamLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {"starts_on": self.situation.as_of}


class ProgrammeMemberDesk(RecordDesk):
    """计划人选 — the days a row gives say how far a new one is."""

    model = ProgrammeMember
    identity = ("member_id", "programme_id")
    links: ClassVar = {"member": PersonLink, "programme": ProgrammeLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        status = ProgrammeMember.Status.APPLIED
        if given.get("selected_on"):
            status = ProgrammeMember.Status.SELECTED
        if given.get("completed_on"):
            status = ProgrammeMember.Status.COMPLETED
        return {"status": status.value, "applied_on": self.situation.as_of}
