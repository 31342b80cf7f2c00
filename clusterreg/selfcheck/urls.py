"""系统自检的网址"""

from django.urls import path

from clusterreg.selfcheck.views import SelfCheck

app_name = "system"
urlpatterns = [path("selfcheck/", SelfCheck.as_view(), name="selfcheck")]
