"""接手 — what the next worker makes of the jobs that a cut has left."""

from datetime import timedelta

from django.db.models import Max, QuerySet

from apps.core import clock
from apps.rosters import jobs
from apps.rosters.models import Job


class Jobs:
    """The jobs that come from now on."""

    def __init__(self) -> None:
        self.last = Job.objects.aggregate(last=Max("pk"))["last"] or 0

    def ends(self) -> list[str]:
        """What they came to."""
        return list(self._mine().order_by("pk").values_list("state", flat=True))

    def resumed(self) -> list[str]:
        """The same, once nobody has reported for a while and the next worker has taken over."""
        self._mine().filter(state=Job.State.RUNNING).update(beat_at=clock.now() - timedelta(minutes=2))
        jobs.reap()
        for job in self._mine().filter(state=Job.State.WAITING).select_related("upload", "by").order_by("pk"):
            jobs.perform(job)  # it cannot be reported on: no other connection sees it yet
        return self.ends()

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk__gt=self.last)
