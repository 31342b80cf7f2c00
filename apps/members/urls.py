"""人才链的网址"""

from django.urls import path, re_path

from apps.core.pages import pages
from apps.members.views import acts, awards, developing, growing, teams

PARTS = "|".join(acts.ENDING)
ACTS = {
    "transfer": acts.Transfer,
    "transfer_in": acts.TransferIn,
    "transfer_out": acts.TransferOut,
    "admit": acts.Admit,
    "confirm": acts.Confirm,
    "advance": acts.Advance,
    "leave": acts.Leave,
    "restore": acts.Restore,
    "erase": acts.Erase,
    "take_part": acts.TakePart,
    "appoint": acts.Appoint,
    "employ": acts.Employ,
}

urlpatterns = [
    path("members/register/", acts.Register.as_view(), name="register"),
    path("members/namesakes/", acts.namesakes, name="namesakes"),
    *(
        path(f"members/<int:pk>/{name.replace('_', '-')}/", view.as_view(), name=name)
        for name, view in ACTS.items()
    ),
    *pages("teams", "team", teams.WorkTeams, teams.WorkTeamPage),
    *pages("posts", "post", teams.Posts, teams.PostPage),
    *pages("agreements", "agreement", teams.Agreements, teams.AgreementPage),
    *pages("awards", "award", awards.Awards, awards.AwardPage),
    *pages("nominations", "nomination", awards.Nominations, awards.NominationPage),
    *pages("laureates", "laureate", awards.Laureates, awards.LaureatePage),
    *pages("honours", "honour", awards.Honours, awards.HonourPage),
    *pages("collective_honours", "collective_honour", awards.CollectiveHonours, awards.CollectiveHonourPage),
    *pages("programmes", "programme", growing.Programmes, growing.ProgrammePage),
    *pages("programme_members", "programme_member", growing.ProgrammeMembers, growing.ProgrammeMemberPage),
    *pages("cultivations", "cultivation", growing.Cultivations, growing.CultivationPage),
    *pages("expert_links", "expert_link", growing.ExpertLinks, growing.ExpertLinkPage),
    *pages("talents", "talent", growing.Talents, growing.TalentPage),
    *pages("quotas", "quota", developing.Quotas, developing.QuotaPage),
    *pages(
        "development_files", "development_file", developing.DevelopmentFiles, developing.DevelopmentFilePage
    ),
    re_path(rf"^members/(?P<pk>\d+)/(?P<part>{PARTS})/(?P<row>\d+)/end/$", acts.End.as_view(), name="end"),
]

organization_patterns = [
    path("organizations/<int:pk>/dissolve/", acts.Dissolve.as_view(), name="dissolve"),
]
