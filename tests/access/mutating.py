"""越权变异 — ``make mutate-access``: without any one check, some answer is another one or shows a mark.

Everything is asked once as it stands, noting which functions each request runs. Then, in a child process for
each mutant, the requests that run it are asked again, until one is answered otherwise. What the walk does not
notice is given to the tests beside it, in a copy of the tree. The second fence is down: it would hide leaks.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest
from django.conf import settings

from apps.accounts.duties import DutyCode
from tests.access.conftest import DUTIES, LIMITED, signed_in, with_account
from tests.access.mutants import ROOT, Mutant, function_at, mutants
from tests.permission_walk import (
    REGISTER_PAGES,
    REGISTERS,
    WatchedClient,
    address,
    asked,
    named,
    register_page,
)
from tests.permissions import PAGES, TAKEN

WALKED = [
    DutyCode.CLUSTER_CLERK,
    DutyCode.BRANCH_OPERATOR,
    DutyCode.DEPARTMENT_HANDLER,
    DutyCode.SYSTEM_ADMINISTRATOR,
]
KEEPING = WALKED[:2]
ENOUGH = 60
PASSED, FAILED = 0, 1
WALK_ONLY = os.environ.get("WALK") == "1"
# What judges the functions of a folder besides the walk; the most exact entry decides.
BESIDE = {
    "apps/accounts": ("tests/accounts",),
    "apps/activities": ("tests/activities",),
    "apps/chains": (
        "tests/chains/test_scopes.py",
        "tests/chains/test_freezing.py",
        "tests/chains/test_pages.py",
        "tests/chains/test_alerts.py",
    ),
    "apps/clusters": ("tests/clusters", "tests/rosters/test_other_rosters.py"),
    "apps/core": ("tests/core/test_admin.py", "tests/core/test_exports.py", "tests/core/test_undoing.py"),
    "apps/desk": ("tests/desk",),
    "apps/innovation": ("tests/innovation",),
    "apps/members": ("tests/members", "tests/rosters/test_remit.py"),
    "apps/organizations": ("tests/organizations", "tests/rosters/test_superiors.py"),
    "apps/rosters": (
        "tests/rosters/test_remit.py",
        "tests/rosters/test_pages.py",
        "tests/rosters/test_undoing.py",
    ),
    "apps/services": ("tests/services",),
    "apps/sites": ("tests/sites",),
}


class Case(NamedTuple):
    """One request of one desk, and what it brought."""

    client: WatchedClient
    method: str
    address: str
    sign: str


@pytest.mark.django_db
def test_every_check_is_missed_by_some_test(world: Any) -> None:
    found = mutants()
    by_code = {function_at(mutant.path, mutant.function).__code__ for mutant in found}
    running = walk(world, by_code)
    left = [mutant for mutant in found if not told(mutant, is_noticed(mutant, running))]
    say(f"{len(found)} 个变异体，走查发现 {len(found) - len(left)} 个；其余交给旁边的测试：")
    if not WALK_ONLY:
        assert [folder for folder in BESIDE if ran_beside(BESIDE[folder]) != PASSED] == []
        left = [mutant for mutant in left if not told(mutant, is_noticed_beside(mutant))]
    say(f"{len(found)} 个变异体，发现 {len(found) - len(left)} 个，漏过 {len(left)} 个")
    assert [str(mutant) for mutant in left] == []


def say(line: str) -> None:
    """Show progress at once: a run takes long."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def told(mutant: Mutant, is_killed: bool) -> bool:
    """Say what became of a mutant."""
    say(f"  {'发现' if is_killed else '漏过'} {mutant}")
    return is_killed


def walk(world: Any, codes: set[CodeType]) -> dict[CodeType, list[Case]]:
    """Ask everything once; which requests run which functions."""
    running: dict[CodeType, list[Case]] = defaultdict(list)
    for duty in WALKED:
        client = signed_in(world.users[duty])
        client.canaries = world.marks if duty in LIMITED else None
        own, foreign = with_account(world.own, world.users[duty]), with_account(world.foreign, world.stranger)
        for method, page in requests(duty, own, foreign):
            seen: set[CodeType] = set()
            sys.setprofile(
                lambda frame, event, _, seen=seen: seen.add(frame.f_code) if event == "call" else None
            )
            try:
                sign = asked(client, method, page)
            finally:
                sys.setprofile(None)
            for code in seen & codes:
                running[code].append(Case(client, method, page, sign))
    return running


def requests(duty: DutyCode, own: Any, foreign: Any) -> list[tuple[str, str]]:
    """Every page by both methods, about one's own and about the neighbour's."""
    pages = [
        (method, address(name, TAKEN[name], rows))
        for name in PAGES
        for rows in ((own, foreign) if named(TAKEN[name]) else (own,))
        for method in ("get", "post")
        if PAGES[name][method][DUTIES.index(duty)] not in "lx"
    ]
    if duty in KEEPING:
        pages += [
            (method, register_page(label, page, rows))
            for label in REGISTERS
            for page in REGISTER_PAGES
            for rows in (own, foreign)
            for method in ("get", "post")
            if page == "change" or method == "get"
        ]
    return pages


def is_noticed(mutant: Mutant, running: dict[CodeType, list[Case]]) -> bool:
    """Whether one of the requests that run it is answered otherwise; asked in a child of its own."""
    cases = running[function_at(mutant.path, mutant.function).__code__]
    # The neighbour's first, and one of each kind of answer before many of one kind.
    cases = sorted(cases, key=lambda case: (case.sign != "0", case.method))[:ENOUGH]
    child = os.fork()
    if child == 0:
        noticed = False
        try:
            mutant.apply()
            noticed = any(differs(case) for case in cases)
        finally:
            os._exit(int(noticed))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def differs(case: Case) -> bool:
    """Whether a request is answered otherwise than as it stands; a broken page is a difference."""
    try:
        return asked(case.client, case.method, case.address) != case.sign
    except Exception:
        return True


def is_noticed_beside(mutant: Mutant) -> bool:
    """Whether the tests beside it fail with the mutant written into its file."""
    chosen = max((folder for folder in BESIDE if mutant.path.startswith(folder)), key=len)
    return ran_beside(BESIDE[chosen], mutant) == FAILED


def ran_beside(tests: tuple[str, ...], mutant: Mutant | None = None) -> int:
    """How tests end in a copy of the tree, on a server and with databases of their own."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "tree"
        shutil.copytree(ROOT, copied, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__"))
        if mutant:
            (copied / mutant.path).write_text(mutant.source, encoding="utf-8")
        return subprocess.run(  # nosec B603
            [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *tests],
            cwd=copied,
            env=os.environ | {"CLUSTERREG_HOME": str(settings.HOME / "mutants")},
            capture_output=True,
            check=False,
        ).returncode
