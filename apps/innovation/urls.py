"""创新链的网址"""

from apps.core.pages import pages
from apps.innovation.views import calls, joint, listings, projects, results

app_name = "innovation"

urlpatterns = [
    *pages("calls", "call", calls.Calls, calls.CallPage),
    *pages("tackle_projects", "tackle_project", projects.TackleProjects, projects.TackleProjectPage),
    *pages("investments", "investment", projects.Investments, projects.InvestmentPage),
    *pages("chain_gaps", "chain_gap", projects.ChainGaps, projects.ChainGapPage),
    *pages("listings", "listing", listings.Listings, listings.ListingPage),
    *pages("matches", "match", listings.Matches, listings.MatchPage),
    *pages("deals", "deal", listings.Deals, listings.DealPage),
    *pages("consortia", "consortium", joint.Consortia, joint.ConsortiumPage),
    *pages("alliances", "alliance", joint.Alliances, joint.AlliancePage),
    *pages("tech_platforms", "tech_platform", results.TechPlatforms, results.TechPlatformPage),
    *pages("platform_uses", "platform_use", results.PlatformUses, results.PlatformUsePage),
    *pages(
        "research_contracts",
        "research_contract",
        results.ResearchContracts,
        results.ResearchContractPage,
    ),
    *pages("patent_counts", "patent_count", results.PatentCounts, results.PatentCountPage),
    *pages("support_elements", "support_element", results.SupportElements, results.SupportElementPage),
]
