"""服务链的网址"""

from apps.core.pages import pages
from apps.services.views import (
    catalogues,
    evaluations,
    lists,
    meetings,
    money,
    orders,
    platforms,
    visits,
)

app_name = "services"

urlpatterns = [
    *pages("orders", "order", orders.Orders, orders.OrderPage),
    *pages("assignments", "assignment", orders.Assignments, orders.AssignmentPage),
    *pages("visits", "visit", visits.Visits, visits.VisitPage),
    *pages("guidances", "guidance", visits.Guidances, visits.GuidancePage),
    *pages("postings", "posting", visits.Postings, visits.PostingPage),
    *pages("consultations", "consultation", meetings.Consultations, meetings.ConsultationPage),
    *pages("resolutions", "resolution", meetings.Resolutions, meetings.ResolutionPage),
    *pages("rounds", "round", evaluations.Rounds, evaluations.RoundPage),
    *pages("needs", "need", lists.Needs, lists.NeedPage),
    *pages("resources", "resource", lists.Resources, lists.ResourcePage),
    *pages("actions", "action", lists.Actions, lists.ActionPage),
    *pages("catalogues", "catalogue", catalogues.Catalogues, catalogues.CataloguePage),
    *pages("items", "item", catalogues.Items, catalogues.ItemPage),
    *pages("platforms", "platform", platforms.Platforms, platforms.PlatformPage),
    *pages("platform_events", "platform_event", platforms.PlatformEvents, platforms.PlatformEventPage),
    *pages("products", "product", money.Products, money.ProductPage),
    *pages("finance", "finance_record", money.FinanceRecords, money.FinanceRecordPage),
    *pages("policies", "policy", money.Policies, money.PolicyPage),
    *pages("claims", "claim", money.PolicyClaims, money.PolicyClaimPage),
]
