"""场地预约 — shared sites are used week by week by organisations in turn."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from apps.desk.demo.filling.recipe import Filler
from apps.sites.models import Booking, Site

KINDS = (Site.Kind.CENTRE, Site.Kind.POINT, Site.Kind.CLASSROOM, Site.Kind.SECRETARY_STUDIO)
WEEKS = 40
PURPOSES = ("主题党日", "党课", "供需对接", "支委会", "人才沙龙")


def made(filler: Filler, sites: list[Site]) -> Iterator[Booking]:
    """One booking a week or so for each site of these kinds, never two at a time."""
    random, today = filler.world.inventor.random, filler.world.today
    for site in (site for site in sites if site.kind in KINDS):
        scope = ("cluster", site.cluster.name) if site.cluster else ("place", site.place.name)
        for week in range(WEEKS):
            if random.random() < 0.4:
                continue
            day = today - timedelta(days=7 * week + random.randint(1, 5))
            begin = timezone.make_aware(datetime.combine(day, time(random.choice((9, 14, 18)))))
            rated = random.random() < 0.7
            yield Booking(
                site=site,
                organization=filler.draws.cell(scope).organization,
                purpose=random.choice(PURPOSES),
                starts_at=begin,
                ends_at=begin + timedelta(hours=2),
                headcount=random.randint(8, 40),
                status=Booking.Status.RATED if rated else Booking.Status.USED,
                grade=random.choice((4, 5, 5)) if rated else None,
            )
