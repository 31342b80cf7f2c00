"""服务链的网址"""

from apps.core.pages import pages
from apps.services.views import visits

app_name = "services"

urlpatterns = [
    *pages("visits", "visit", visits.Visits, visits.VisitPage),
]
