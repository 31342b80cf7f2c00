"""名册导入的网址."""

from django.urls import path

from apps.rosters.views import deciding, handing_in, keeping, mapping, receipt, repair, reviewing

app_name = "rosters"
urlpatterns = [
    path("", handing_in.Start.as_view(), name="start"),
    path("uploads/", handing_in.Uploads.as_view(), name="uploads"),
    path("memories/", mapping.Memories.as_view(), name="memories"),
    path("uploads/<int:pk>/columns/", mapping.Columns.as_view(), name="columns"),
    path("uploads/<int:pk>/", reviewing.Review.as_view(), name="review"),
    path("uploads/<int:pk>/names/", deciding.Names.as_view(), name="names"),
    path("uploads/<int:pk>/decisions/", deciding.Decisions.as_view(), name="decisions"),
    path("uploads/<int:pk>/repair/", repair.Repair.as_view(), name="repair"),
    path("uploads/<int:pk>/keep/", keeping.Keep.as_view(), name="keep"),
    path("uploads/<int:pk>/working/", keeping.Working.as_view(), name="working"),
    path("uploads/<int:pk>/abandon/", keeping.Abandon.as_view(), name="abandon"),
    path("uploads/<int:pk>/returned/", receipt.Returned.as_view(), name="returned"),
    path("uploads/<int:pk>/receipt/", receipt.Receipt.as_view(), name="receipt"),
    path("<slug:code>/", handing_in.HandIn.as_view(), name="hand_in"),
    path("<slug:code>/template/", handing_in.BlankTemplate.as_view(), name="template"),
]
