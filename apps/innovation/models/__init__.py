"""创新链 — what is tackled together."""

from apps.innovation.models.alliance import Alliance, AllianceMember
from apps.innovation.models.call import CallAcceptance, CallClaim, Milestone, OpenCall
from apps.innovation.models.consortium import Consortium, ConsortiumMember
from apps.innovation.models.listing import Deal, Listing, ListingClaim, Match
from apps.innovation.models.platform import PlatformUse, SupportElement, TechPlatform
from apps.innovation.models.project import ChainGap, InvestmentProject, TackleProject
from apps.innovation.models.research import PatentCount, ResearchContract

__all__ = [
    "Alliance",
    "AllianceMember",
    "CallAcceptance",
    "CallClaim",
    "ChainGap",
    "Consortium",
    "ConsortiumMember",
    "Deal",
    "InvestmentProject",
    "Listing",
    "ListingClaim",
    "Match",
    "Milestone",
    "OpenCall",
    "PatentCount",
    "PlatformUse",
    "ResearchContract",
    "SupportElement",
    "TackleProject",
    "TechPlatform",
]
