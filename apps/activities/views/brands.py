"""品牌与课程"""

from apps.activities.filters import BrandFilter, CourseFilter
from apps.activities.models import Activity, Brand, Course
from apps.clusters.models import Cluster
from apps.core.columns import LASTING, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.organizations.models import PartyOrganization

TONES = {"named": "good", "reviewed": "good", "cultivating": "warn", "withdrawn": "bad"}
SESSIONS = columns(Activity, "title", "held_on", "kind", "headcount", "status")


class Brands(RegisterList):
    model = Brand
    filterset_class = BrandFilter
    columns = columns(Brand, "name", "kind", "organization", "cluster", "place", "slogan", "status", LASTING)
    default_order = ("-starts_on",)
    unit = "个"


class BrandPage(RegisterEntry):
    model = Brand
    facts = ("organization", "cluster", "place", LASTING, "slogan", "honours", "meaning")
    badges = ("kind", "status")
    tones = TONES
    parts = (
        Part("活动", Activity, "brand", SESSIONS, unit="场", filter="brand"),
        Part("课程", Course, "brand", columns(Course, "name", "kind", "lecturer"), unit="门"),
    )


class Courses(RegisterList):
    model = Course
    filterset_class = CourseFilter
    columns = columns(
        Course,
        "name",
        "kind",
        "brand",
        "organization",
        "cluster",
        "lecturer",
        "lecturer_name",
        "is_secretary_lecture",
        LASTING,
    )
    default_order = ("-starts_on",)
    unit = "门"


class CoursePage(RegisterEntry):
    model = Course
    facts = (
        *("brand", "organization", "cluster", "lecturer", "lecturer_name", "is_secretary_lecture", LASTING),
    )
    badges = ("kind",)
    parts = (Part("场次", Activity, "course", SESSIONS, unit="场", filter="course"),)


SHOWN = columns(Brand, "name", "kind", "slogan", "status")
shown_with(Cluster, Part("品牌", Brand, "cluster", SHOWN, unit="个", filter="cluster"))
shown_with(PartyOrganization, Part("品牌", Brand, "organization", SHOWN, unit="个", filter="organization"))
