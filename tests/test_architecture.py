"""架构 — what the house has promised about itself: sizes, layers, names, and that nothing is left open."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from pghistory.models import Event

from apps.core.remit import RemitQuerySet

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST_FUNCTION = 50
LONGEST_MODULE = 400
LONGEST_TEMPLATE = 150

# Tables without a remit, each with the reason why nobody needs one to read it.
NARROWED_ELSEWHERE = {
    "accounts.FormerPassword": "只在本人改密码时比对，没有列表",
    "accounts.SecondFactor": "只在本人登录时核对，没有列表",
    "core.Submission": "只记摘要，只与本人的下一次提交比对，没有列表",
    "clusters.Place": "区域是公开的行政区划，谁都要选用",
    "clusters.Department": "部门名录是公开的，谁都要选用",
    "clusters.Institution": "院所机构名录是公开的，谁都要选用",
    "chains.BoardSetting": "看板参数对所有看板一样",
    "chains.Closing": "有哪些统计期已定格，看板的读者都可知道",
    "chains.ReportingPeriod": "有哪些统计期已定格，看板的读者都可知道",
    "services.CalendarDay": "节假日安排是公开的",
    "services.FinanceProduct": "金融产品是公开的，谁都要选用",
    "services.Policy": "惠企政策是公开文件，谁都要选用",
}

MODULES = sorted(
    path
    for folder in ("clusterreg", "apps", "tests")
    for path in (REPOSITORY / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((REPOSITORY / "templates").rglob("*.html"))
OURS = [model for model in apps.get_models() if model.__module__.startswith("apps.")]


def named(path: Path) -> str:
    """A path as people write it."""
    return str(path.relative_to(REPOSITORY))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(path: Path) -> int:
    """Length of a file."""
    return len(path.read_text().splitlines())


def is_event(model: type[Model]) -> bool:
    """Whether a model holds the history of another."""
    return issubclass(model, Event)


def test_no_function_is_longer_than_the_limit() -> None:
    long = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_longer_than_the_limit() -> None:
    assert [named(path) for path in MODULES if lines_of(path) > LONGEST_MODULE] == []


def test_no_template_is_longer_than_the_limit() -> None:
    assert [named(path) for path in TEMPLATES if lines_of(path) > LONGEST_TEMPLATE] == []


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in MODULES if ast.get_docstring(ast.parse(path.read_text())) is None]
    assert list(map(named, silent)) == []


def test_every_model_says_what_it_is() -> None:
    # Django writes a docstring of its own, beginning with the class's name, where there is none.
    silent = [
        model.__name__
        for model in OURS
        if not is_event(model) and model.__doc__.startswith(f"{model.__name__}(")
    ]
    assert silent == []


def test_every_model_is_narrowed_by_a_remit() -> None:
    open_to_all = {
        model._meta.label
        for model in OURS
        if not is_event(model) and not isinstance(model._default_manager.all(), RemitQuerySet)
    }
    assert open_to_all == set(NARROWED_ELSEWHERE)


@pytest.mark.django_db
def test_migrations_agree_with_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_imports_keep_the_order_of_the_layers() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style attribute", r"\sstyle\s*="),
        ("style element", r"<style\b"),
        ("inline script", r"<script\b(?![^>]*\bsrc=)"),
        ("event attribute", r"\son[a-z]+\s*="),
        ("unescaped value", r"\|\s*safe\b|\bautoescape\s+off\b"),
    ],
)
def test_no_template_has_what_the_content_policy_forbids(what: str, pattern: str) -> None:
    assert [named(path) for path in TEMPLATES if re.search(pattern, path.read_text())] == [], what


def test_no_module_marks_text_as_safe() -> None:
    marks = re.compile(r"\b(mark_safe|SafeString\()")
    ours = [path for path in MODULES if path != Path(__file__).resolve()]
    assert [named(path) for path in ours if marks.search(path.read_text())] == []


def test_no_model_of_ours_hides_a_rule_in_save() -> None:
    assert [model._meta.label for model in OURS if {"save", "delete"} & set(vars(model))] == []


def test_no_rule_of_ours_hides_in_signals() -> None:
    listens = re.compile(r"\bdjango\.(db\.models\.signals|dispatch)\b")
    assert [
        named(path) for path in MODULES if "apps" in path.parts and listens.search(path.read_text())
    ] == []


def test_only_the_clock_asks_for_today() -> None:
    asks = re.compile(r"\b(date\.today|timezone\.localdate|datetime\.now|timezone\.now)\(")
    askers = [named(path) for path in MODULES if "apps" in path.parts and asks.search(path.read_text())]
    assert askers == ["apps/core/clock.py"]


def test_the_text_of_a_path_orders_nothing_but_parents_before_children() -> None:
    asks = re.compile(r"""\b(order_by\(|ordering ?= ?\[?)[^()\]]*path["']""")
    askers = [named(path) for path in MODULES if "apps" in path.parts and asks.search(path.read_text())]
    assert askers == [
        "apps/clusters/workflow.py",
        "apps/desk/stories/organization.py",
        "apps/organizations/tree.py",
        "apps/organizations/views.py",
    ]


def test_every_workbook_is_made_by_the_one_function_that_makes_them() -> None:
    makes = re.compile(r"\bxlsxwriter\.Workbook\(")
    makers = [named(path) for path in MODULES if "apps" in path.parts and makes.search(path.read_text())]
    assert makers == ["apps/core/sheets.py"]


def test_no_template_asks_for_the_time_beside_the_clock() -> None:
    """What the day's offset is (``now "Z"``) the administration may ask."""
    asks = re.compile(r"""\{%\s*now\s+(?!"Z")""")
    assert [named(path) for path in TEMPLATES if asks.search(path.read_text())] == []


def test_no_identifier_is_abbreviated_pinyin_or_numbered() -> None:
    """Fields and columns carry words of the glossary; the usual short cuts are named here."""
    cuts = {"org", "ent", "dept", "qty", "desc", "addr", "tel", "mgr", "sfz", "dzb", "xm"}
    short = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.fields
        if field.name in cuts
    ]
    assert short == []


def test_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (REPOSITORY / name).read_text()
        assert re.findall(r"^-.*|https?://.*", text, re.MULTILINE) == []
        pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^]]*\])?==\S+( \\)?$", text, re.MULTILINE)
        assert pins
        assert set(pins) == {" \\"}
