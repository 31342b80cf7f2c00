"""人才链 — who stands, and where."""

from apps.members.models.affiliation import Affiliation, Participation
from apps.members.models.employment import Employment
from apps.members.models.honour import Honour
from apps.members.models.liaison import ChainChief, Liaison
from apps.members.models.member import Member, MemberStanding
from apps.members.models.movement import Movement
from apps.members.models.reveal import Reveal
from apps.members.models.seat import Seat, TeamRole

__all__ = [
    "Affiliation",
    "ChainChief",
    "Employment",
    "Honour",
    "Liaison",
    "Member",
    "MemberStanding",
    "Movement",
    "Participation",
    "Reveal",
    "Seat",
    "TeamRole",
]
