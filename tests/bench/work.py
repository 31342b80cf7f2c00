"""量一次导入 — what the worker does with one file, in a process of its own so that its memory can be told.

`python -m tests.bench.work FILE` receives, checks and keeps it, and says in JSON how long each took.
Without a file it does what waits.
"""

import json
import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connection

from apps.rosters import jobs, workflow
from apps.rosters.models import Job
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.bench.roster import CLUSTER

STAGES = ("receive", "check", "keep")


def imported(data: bytes) -> dict[str, Any]:
    """Seconds by stage from the first byte to the receipt, and the counts."""
    plan = Plan(create_missing=True, cluster=CLUSTER)
    moments = [time.perf_counter()]
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)
    moments.append(time.perf_counter())
    for task in (Job.Task.CHECK, Job.Task.KEEP):
        job = Job.objects.create(upload=upload, task=task)
        jobs.run_job.func(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.message
        moments.append(time.perf_counter())
    upload.refresh_from_db()
    spans = zip(STAGES, pairwise(moments), strict=True)
    seconds = {name: round(after - before, 2) for name, (before, after) in spans}
    return {"seconds": seconds, "all": round(moments[-1] - moments[0], 2), "counts": upload.counts}


if __name__ == "__main__":
    connection.settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(imported(Path(sys.argv[1]).read_bytes())))
    else:
        for waiting in Job.objects.open():
            jobs.run_job.func(waiting.pk)
