"""人才链 — who stands, and where."""

from apps.members.models.affiliation import Affiliation, Participation
from apps.members.models.agreement import AgreementParty, PartnerAgreement
from apps.members.models.award import Award, Laureate, Nomination
from apps.members.models.cultivation import DualCultivation, ExpertContact, ExpertLink, TalentPoolEntry
from apps.members.models.departure import DepartureDoubt
from apps.members.models.development import (
    DevelopmentFile,
    DevelopmentQuota,
    DevelopmentSponsor,
    DevelopmentStep,
)
from apps.members.models.employment import Employment
from apps.members.models.erasure import Erasure
from apps.members.models.honour import CollectiveHonour, Honour
from apps.members.models.liaison import ChainChief, Liaison
from apps.members.models.member import Member, MemberStanding
from apps.members.models.movement import Movement
from apps.members.models.programme import ProgrammeMember, ProgrammeOrganization, TalentProgramme
from apps.members.models.reveal import Reveal
from apps.members.models.seat import Seat, TeamRole
from apps.members.models.team import Post, TeamMember, WorkTeam

__all__ = [
    "Affiliation",
    "AgreementParty",
    "Award",
    "ChainChief",
    "CollectiveHonour",
    "DepartureDoubt",
    "DevelopmentFile",
    "DevelopmentQuota",
    "DevelopmentSponsor",
    "DevelopmentStep",
    "DualCultivation",
    "Employment",
    "Erasure",
    "ExpertContact",
    "ExpertLink",
    "Honour",
    "Laureate",
    "Liaison",
    "Member",
    "MemberStanding",
    "Movement",
    "Nomination",
    "Participation",
    "PartnerAgreement",
    "Post",
    "ProgrammeMember",
    "ProgrammeOrganization",
    "Reveal",
    "Seat",
    "TalentPoolEntry",
    "TalentProgramme",
    "TeamMember",
    "TeamRole",
    "WorkTeam",
]
