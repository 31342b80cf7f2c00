"""名册导入的网址."""

from django.urls import path

from apps.core.pages import pages
from apps.rosters.views import (
    deciding,
    handing_in,
    history,
    keeping,
    mapping,
    receipt,
    repair,
    reviewing,
    undoing,
)

app_name = "rosters"
urlpatterns = [
    path("", handing_in.Start.as_view(), name="start"),
    *pages("uploads", "upload", history.Uploads),
    path("memories/", mapping.Memories.as_view(), name="memories"),
    path("uploads/<int:pk>/columns/", mapping.Columns.as_view(), name="columns"),
    path("uploads/<int:pk>/", reviewing.Review.as_view(), name="review"),
    path("uploads/<int:pk>/names/", deciding.Names.as_view(), name="names"),
    path("uploads/<int:pk>/decisions/", deciding.Decisions.as_view(), name="decisions"),
    path("uploads/<int:pk>/absent/", deciding.Absent.as_view(), name="absent"),
    path("uploads/<int:pk>/repair/", repair.Repair.as_view(), name="repair"),
    path("uploads/<int:pk>/keep/", keeping.Keep.as_view(), name="keep"),
    path("uploads/<int:pk>/working/", keeping.Working.as_view(), name="working"),
    path("uploads/<int:pk>/abandon/", keeping.Abandon.as_view(), name="abandon"),
    path("uploads/<int:pk>/returned/", receipt.Returned.as_view(), name="returned"),
    path("uploads/<int:pk>/receipt/", receipt.Receipt.as_view(), name="receipt"),
    path("uploads/<int:pk>/undo/", undoing.UndoPage.as_view(), name="undo"),
    path("uploads/<int:pk>/undos/<int:undo>/", undoing.UndoRecord.as_view(), name="undone"),
    path("uploads/<int:pk>/undos/<int:undo>/redo/", undoing.RedoPage.as_view(), name="redo"),
    path("<slug:code>/", handing_in.HandIn.as_view(), name="hand_in"),
    path("<slug:code>/template/", handing_in.BlankTemplate.as_view(), name="template"),
]
