"""阵地链的网址"""

from apps.core.pages import pages
from apps.sites.views import buildings, sites

app_name = "sites"

urlpatterns = [
    *pages("sites", "site", sites.Sites, sites.SitePage),
    *pages("belts", "belt", sites.Belts, sites.BeltPage),
    *pages("buildings", "building", buildings.Buildings, buildings.BuildingPage),
    *pages("bookings", "booking", buildings.Bookings, buildings.BookingPage),
]
