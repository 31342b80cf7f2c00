"""文档不走样 — what the program asks for by name stands in the papers people read."""

import re
from pathlib import Path

import pytest

from tests.docs.columns import GUIDE, part, parts

HOME = Path(__file__).resolve().parents[2]
DOCS = HOME / "docs"
VARIABLE = re.compile(r'"((?:CLUSTERREG|DATABASE)_[A-Z_]+|PORT)"')
LINK = re.compile(r"\[[^\]]+\]\(([^)#:]+)(?:#[^)]*)?\)")
PAPERS = [*sorted(DOCS.glob("*.md")), HOME / "README.md", HOME / "apps" / "README.md"]


def sources() -> list[Path]:
    return [path for top in ("clusterreg", "apps") for path in sorted((HOME / top).rglob("*.py"))]


def commands() -> set[str]:
    found = {path.stem for path in sources() if path.parent.name == "commands"}
    return found - {"__init__"}


@pytest.mark.parametrize(("code", "kind"), parts())
def test_the_guide_explains_the_columns_as_they_are_declared(code: str, kind: str) -> None:
    assert part(code, kind) in GUIDE.read_text(), "see tests/docs/columns.py to write it anew"


def test_every_command_stands_in_the_operations_manual() -> None:
    manual = (DOCS / "operations.md").read_text()
    assert {
        name for name in commands() if f"`{name}" not in manual and f"manage.py {name}" not in manual
    } == set()


def test_every_environment_variable_stands_in_the_operations_manual() -> None:
    manual = (DOCS / "operations.md").read_text()
    named = {name for path in sources() for name in VARIABLE.findall(path.read_text())}
    assert {name for name in named if f"`{name}`" not in manual} == set()


def test_every_duty_has_its_chapter_in_the_user_manual() -> None:
    manual = (DOCS / "user-manual.md").read_text()
    headings = "\n".join(line for line in manual.splitlines() if line.startswith("#"))
    duties = re.findall(r'= "[a-z_]+", "(\S+)"', (HOME / "apps/accounts/duties.py").read_text())
    assert [duty for duty in duties if duty not in headings] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(HOME)))
def test_links_between_papers_lead_somewhere(paper: Path) -> None:
    targets = LINK.findall(paper.read_text())
    assert [target for target in targets if not (paper.parent / target).exists()] == []


def test_the_map_names_every_app() -> None:
    apps = {f"apps.{path.parent.name}" for path in (HOME / "apps").glob("*/apps.py")}
    assert apps - set(re.findall(r"apps\.\w+", (HOME / "apps" / "README.md").read_text())) == set()
