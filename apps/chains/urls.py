"""看板的网址"""

from django.urls import path

from apps.chains import indicator_page, period_pages, reported_pages, views

app_name = "chains"

urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("cluster/<int:pk>/", views.ClusterBoard.as_view(), name="cluster"),
    path("chain/<slug:code>/", views.ChainPage.as_view(), name="chain"),
    path("handbook/", views.Handbook.as_view(), name="handbook"),
    path("published/", reported_pages.ReportedFigures.as_view(), name="reported_figures"),
    path("published/export/", reported_pages.ReportedFiguresExport.as_view(), name="reported_figures_export"),
    path("indicator/<str:code>/", indicator_page.IndicatorPage.as_view(), name="indicator"),
    path("indicator/<str:code>/export/", indicator_page.IndicatorExport.as_view(), name="indicator_export"),
    path("periods/", period_pages.Periods.as_view(), name="periods"),
    path("periods/<str:period>/", period_pages.PeriodPage.as_view(), name="period"),
    path("periods/<str:period>/close/", period_pages.ClosePeriod.as_view(), name="close"),
    path("periods/<str:period>/reopen/", period_pages.ReopenPeriod.as_view(), name="reopen"),
    path("periods/<str:period>/kept/<str:code>/", period_pages.KeptPage.as_view(), name="kept"),
]
