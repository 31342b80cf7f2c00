"""活动链的网址"""

from apps.activities.views import brands, gatherings, ideas, rotations, vanguard
from apps.core.pages import pages

app_name = "activities"

urlpatterns = [
    *pages("activities", "activity", gatherings.Activities, gatherings.ActivityPage),
    *pages("attendances", "attendance", gatherings.Attendances, gatherings.AttendancePage),
    *pages("meetings", "meeting", gatherings.Meetings, gatherings.MeetingPage),
    *pages("appraisals", "appraisal", gatherings.Appraisals, gatherings.AppraisalPage),
    *pages("rotations", "rotation", rotations.Rotations, rotations.RotationPage),
    *pages("turns", "turn", rotations.Turns, rotations.TurnPage),
    *pages("brands", "brand", brands.Brands, brands.BrandPage),
    *pages("courses", "course", brands.Courses, brands.CoursePage),
    *pages("campaigns", "campaign", vanguard.Campaigns, vanguard.CampaignPage),
    *pages("campaign_checks", "campaign_check", vanguard.CampaignChecks, vanguard.CampaignCheckPage),
    *pages("pledges", "pledge", vanguard.Pledges, vanguard.PledgePage),
    *pages("contests", "contest", vanguard.Contests, vanguard.ContestPage),
    *pages("suggestions", "suggestion", ideas.Suggestions, ideas.SuggestionPage),
    *pages("recruit_lines", "recruit_line", ideas.RecruitLines, ideas.RecruitLinePage),
    *pages("recruit_results", "recruit_result", ideas.RecruitResults, ideas.RecruitResultPage),
]
