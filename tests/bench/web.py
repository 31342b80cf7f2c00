"""量网页 — how long a page makes people wait, and how much a web process grows over it.

`python -m tests.bench.web FILE` hands the file in and opens the check; a large one is left to a worker of its
own.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.rosters.models import Upload
from tests.bench.roster import CLUSTER, workbook
from tests.factories import make_user


def seen(data: bytes) -> dict[str, Any]:
    """Seconds from the upload to the page of the check, and megabytes the process grew by.

    A first small file loads the code, which a server does once in its life.
    """
    client = Client(HTTP_HOST="localhost")
    known = get_user_model().objects.filter(username="bench").first()
    client.force_login(known or make_user("registry_manager", username="bench"))
    _hand_in_and_look(client, workbook(20))
    before, begun = _megabytes(), time.perf_counter()
    _hand_in_and_look(client, data)
    return {"seconds": round(time.perf_counter() - begun, 2), "grown": round(_megabytes() - before, 1)}


def _hand_in_and_look(client: Client, data: bytes) -> None:
    said = {"as_of": "2026-11-22", "cluster": CLUSTER, "files": SimpleUploadedFile("名册.xlsx", data)}
    answer = client.post(reverse("rosters:hand_in", args=["member"]), said)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    upload = Upload.objects.defer("content").latest("pk")
    review = reverse("rosters:review", args=[upload.pk])
    answer = client.get(review)
    while answer.status_code == 302:
        subprocess.run([sys.executable, "-m", "tests.bench.work"], check=True)
        answer = client.get(review)


def _megabytes() -> float:
    return psutil.Process().memory_info().rss / 2**20


if __name__ == "__main__":
    connection.settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
    sys.stdout.write(json.dumps(seen(Path(sys.argv[1]).read_bytes())))
