"""数据库离开 — killed in the middle of a keeping, away for a minute: a page says so, the work ends after."""

import os
import signal
import time
from pathlib import Path

import pytest

from clusterreg.embedded_postgres import APPLICATION, OWNER, Layout, lease
from clusterreg.waiting import wait_for
from tests.clusterreg.commands import free_port, manage, start_serving, status_of
from tests.clusterreg.test_serving import session_cookie, url
from tests.shares import LONG

pytestmark = [
    pytest.mark.gate("断线"),
    pytest.mark.skipif(not LONG, reason="make test-long"),
]
AWAY_SECONDS, RESUMED_SECONDS = 60, 150
HAND_IN = """
from datetime import date, timedelta
from apps.rosters import jobs, workflow
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.factories import an_id_number
from tests.rosters.test_remit import a_sheet
from tests.rosters.test_keeping import row
said = {"branch": "中共甲有限公司支部委员会", "unit": "甲有限公司"}
days = (date(1960, 1, 1) + timedelta(n) for n in range(5000))
people = [row(number=an_id_number(day), name=f"张{chr(0x4e00 + n)}", **said) for n, day in enumerate(days)]
upload = workflow.receive(
    data=a_sheet(*people), name="名册.xlsx", kind=kind_of("member"), plan=Plan(create_missing=True), by=None
)
jobs.AT_ONCE_BYTES = 0
jobs.start(upload, "keep", by=None)
"""
HOW_FAR = """
from apps.members.models import Member
from apps.rosters.models import Job
job = Job.objects.get()
print(job.state, job.stage, Member.objects.count(), sep="|")
"""


def shell(home: Path, script: str, **named: str) -> str:
    """What a few lines say within a home."""
    done = manage(home, "shell", "--no-imports", "-c", script, **named)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_keeping_cut_off_by_the_death_of_the_database_is_done_after_its_return(tmp_path):
    home, port = tmp_path / "home", free_port()
    assert manage(home, "setup").returncode == 0
    with lease(home) as claim:
        named = {"DATABASE_URL": url(home, APPLICATION), "DATABASE_OWNER_URL": url(home, OWNER)}
        served = start_serving(home, port, **named)
        try:
            shell(home, HAND_IN, **named)
            wait_for(lambda: shell(home, HOW_FAR, **named).startswith("running"), seconds=30)
            server = int((Layout(home).data / "postmaster.pid").read_text().split()[0])
            os.kill(server, signal.SIGQUIT)
            time.sleep(AWAY_SECONDS)
            away = status_of(port, Cookie=session_cookie(home))
            claim.revive()
            wait_for(lambda: shell(home, HOW_FAR, **named).startswith("done"), seconds=RESUMED_SECONDS)
            assert (away, status_of(port, Cookie=session_cookie(home))) == (503, 200)
            assert shell(home, HOW_FAR, **named).split("|")[::2] == ["done", "5000"]
        finally:
            served.terminate()
            served.communicate(timeout=40)
