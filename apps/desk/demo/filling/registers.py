"""照表登记的次序 — which table fills which register; what is pointed to comes before what points to it."""

from django.db.models import Model

from apps.activities import models as activities
from apps.desk.demo.filling import (
    awards,
    branch_life,
    catalogues,
    consultations,
    developing,
    evaluations,
    gatherings,
    orders,
    platforms,
    rotation,
    senders,
    sites,
    visits,
)
from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.world import World
from apps.innovation import models as innovation
from apps.members import models as members
from apps.services import models as services
from apps.sites import models as places

PEOPLE: dict[str, type[Model]] = {
    "work_teams": members.WorkTeam,
    "team_members": members.TeamMember,
    "agreements": members.PartnerAgreement,
    "agreement_parties": members.AgreementParty,
    "programmes": members.TalentProgramme,
    "programme_organizations": members.ProgrammeOrganization,
    "programme_members": members.ProgrammeMember,
    "quotas": members.DevelopmentQuota,
    "posts": members.Post,
    "cultivations": members.DualCultivation,
    "expert_links": members.ExpertLink,
    "talent_pool": members.TalentPoolEntry,
}
SERVICES: dict[str, type[Model]] = {
    "policies": services.Policy,
    "policy_claims": services.PolicyClaim,
    "finance_products": services.FinanceProduct,
    "finance_records": services.FinanceRecord,
    "needs": services.Need,
    "resources": services.Resource,
    "actions": services.Action,
    "supplies": services.Supply,
    "action_needs": services.ActionNeed,
}
DOINGS: dict[str, type[Model]] = {
    "recruit_lines": activities.RecruitLine,
    "recruit_origins": activities.RecruitOrigin,
    "recruit_results": activities.RecruitResult,
    "suggestions": activities.Suggestion,
    "pledges": activities.Pledge,
    "contests": activities.Contest,
    "contest_entries": activities.ContestEntry,
    "campaigns": activities.Campaign,
    "campaign_items": activities.CampaignItem,
    "campaign_checks": activities.CampaignCheck,
}
TACKLED: dict[str, type[Model]] = {
    "alliances": innovation.Alliance,
    "alliance_members": innovation.AllianceMember,
    "consortia": innovation.Consortium,
    "consortium_members": innovation.ConsortiumMember,
    "open_calls": innovation.OpenCall,
    "call_claims": innovation.CallClaim,
    "call_acceptances": innovation.CallAcceptance,
    "milestones": innovation.Milestone,
    "tackle_projects": innovation.TackleProject,
    "listings": innovation.Listing,
    "listing_claims": innovation.ListingClaim,
    "matches": innovation.Match,
    "deals": innovation.Deal,
    "tech_platforms": innovation.TechPlatform,
    "platform_uses": innovation.PlatformUse,
    "support_elements": innovation.SupportElement,
    "investments": innovation.InvestmentProject,
    "chain_gaps": innovation.ChainGap,
    "research_contracts": innovation.ResearchContract,
    "patents": innovation.PatentCount,
}


def load(world: World) -> None:
    """Every register of the six chains, from the tables of all systems."""
    filler = Filler(world)
    _fill(filler, PEOPLE)
    awards.load(filler)
    developing.load(filler)
    sites.load(filler)
    filler.fill(places.BuildingOrganization, "building_organizations")
    senders.load(filler)
    _fill(filler, SERVICES)
    catalogues.load(filler)
    platforms.load(filler)
    visits.load(filler)
    orders.load(filler)
    consultations.load(filler)
    evaluations.load(filler)
    filler.fill(activities.Brand, "brands")
    filler.fill(activities.Course, "courses")
    gatherings.load(filler)
    branch_life.load(filler)
    rotation.load(filler)
    _fill(filler, DOINGS)
    _fill(filler, TACKLED)


def _fill(filler: Filler, tables: dict[str, type[Model]]) -> None:
    for table, model in tables.items():
        filler.fill(model, table)
