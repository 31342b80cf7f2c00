"""所见 — what one row of a roster turned out to be about."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from apps.members.importing.posts import NONE, word_for
from apps.members.importing.settings import Setting
from apps.members.importing.ties import NOBODY, Ties
from apps.members.models import Employment, Member
from apps.members.models.member import FULL, PROBATIONARY
from apps.rosters.naming import Named
from apps.rosters.rows import Row

MEMBERS = (FULL, PROBATIONARY)


@dataclass(slots=True)
class Sighting:
    """A row with the person, branch, unit and cluster it names, and the person's present ties."""

    row: Row
    setting: Setting
    member: Member | None = None
    ties: Ties = field(default_factory=lambda: NOBODY)

    @property
    def branch(self) -> Named | None:
        """The branch it names."""
        return self.setting.branch

    @property
    def unit(self) -> Named | None:
        """The firm it names."""
        return self.setting.unit

    @property
    def cluster(self) -> Named | None:
        """The cluster it names."""
        return self.setting.cluster

    @property
    def takes_part_only(self) -> bool:
        """组织关系不在本支部"""
        return self.row.values.get("relation_here") is False

    @property
    def stage(self) -> str | None:
        """What the row says the person is."""
        return self.row.values.get("member_category") or self.row.values.get("stage")

    @property
    def belongs_elsewhere(self) -> bool:
        """Whether the affiliation sits in another branch than the row's."""
        affiliation = self.ties.affiliation
        return bool(affiliation and self.branch and affiliation.organization_id != self.branch.key)

    def belongs_out_of(self, reached: Collection[int]) -> bool:
        """Whether the affiliation sits in a branch that is none of these."""
        affiliation = self.ties.affiliation
        return affiliation is not None and affiliation.organization_id not in reached

    @property
    def employment(self) -> Employment | None:
        """The job the row is about: at its unit, or for want of one the latest."""
        if self.unit:
            return self.ties.employment_at(self.unit.key)
        return self.ties.employments[-1] if self.ties.employments else None

    def stored_ties(self, reached: Collection[int]) -> dict[str, Any]:
        """What the register says about everything but the person's own facts, to whom sees these branches."""
        branch = self._stored_branch(reached)
        return self._stored_stage() | branch | self._stored_work() | self._stored_post()

    def _stored_stage(self) -> dict[str, Any]:
        standing = self.ties.standing
        if standing is None:
            return {"member_category": None, "stage": None, "party_status": None}
        category = standing.stage if standing.stage in MEMBERS else None
        return {
            "member_category": category,
            "stage": None if category else standing.stage,
            "party_status": standing.party_status,
        }

    def _stored_branch(self, reached: Collection[int]) -> dict[str, Any]:
        """Taking part and belonging are compared apart: a row says one or the other.

        Nothing is compared with a branch the uploader may not see.
        """
        affiliation, key = self.ties.affiliation, self.branch and self.branch.key
        if self.takes_part_only:
            belongs = bool(affiliation and affiliation.organization_id == key)
            takes_part = key in self.ties.participations
            return {"relation_here": True if belongs else False if takes_part else None}
        if (self.stage and self.stage not in MEMBERS) or self.belongs_out_of(reached):
            return {}
        named = affiliation.organization.full_name if affiliation else None
        return {"branch": named, "relation_here": self.row.values.get("relation_here")}

    def _stored_work(self) -> dict[str, Any]:
        job = self.employment
        stored: dict[str, Any] = {
            "job_title": job.job_title if job else self.member and self.member.job_title,
            "department": job.department if job else self.member and self.member.department,
        }
        if self.unit:
            latest = self.ties.employments[-1] if self.ties.employments else None
            stored["work_unit"] = job.enterprise.name if job else latest and latest.enterprise.name
        return stored

    def _stored_post(self) -> dict[str, Any]:
        if self.branch is None:
            return {}
        post = word_for(self.ties.seats.get(self.branch.key or 0))
        given = self.row.values.get("party_post")
        return {"party_post": given if post is None and given == NONE else post}
