"""已登记的活动 — known again by name, day and host: on one day many branches hold what is called the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from apps.activities.models import Activity, ActivityHost
from apps.core.remit import Remit
from apps.rosters.directory import name_key


class Registered:
    """The activities within a remit that were held on the days of a file."""

    def __init__(self, remit: Remit, days: Iterable[date]) -> None:
        found = Activity.objects.within(remit).filter(held_on__in=set(days))
        hosts = ActivityHost.objects.filter(activity__in=found.order_by().values("pk"))
        credits: dict[int, set[int]] = defaultdict(set)
        for activity, organization in hosts.values_list("activity", "organization"):
            credits[activity].add(organization)
        self.titles: dict[int, str] = {}
        self._known: dict[tuple[str, date], dict[int, set[int]]] = defaultdict(dict)
        for key, title, day in found.order_by("pk").values_list("pk", "title", "held_on"):
            self.titles[key] = title
            self._known[name_key(title), day][key] = credits[key]

    def fitting(self, title: str, day: date, hosts: Collection[int]) -> list[int]:
        """Those it may be: with just these hosts, else with any of them; all of the name if none is said."""
        known = self._known.get((name_key(title), day), {})
        alike = [key for key, credited in known.items() if credited == {*hosts}]
        return alike or [key for key, credited in known.items() if not hosts or credited & {*hosts}]
