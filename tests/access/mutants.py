"""变异体 — every place in our code that narrows or forbids, and the same code without it.

A mutant is one function with one thing gone: a ``within``, a question of rights, a refusal. It is compiled
from the changed source and put in the place of the function's code, so that nothing is imported again.
"""

import ast
import copy
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NARROWING = {"within"}
ASKING = {
    "has_perm",
    "has_perms",
    "may",
    "may_export",
    "reached",
    "is_within",
    "is_proved",
    "has_view_permission",
    "has_add_permission",
    "has_change_permission",
    "has_delete_permission",
    "has_export_permission",
    "is_entrusted",
    "is_place_entrusted",
}
REFUSING = {"PermissionDenied", "Http404"}
LEFT_OUT = ("migrations", "management", "demo")
EVERYTHING = "__import__('apps.core.remit', fromlist=['Remit']).Remit.everything()"


@dataclass(frozen=True)
class Mutant:
    """One function without one of its checks."""

    path: str
    line: int
    what: str
    function: str
    code: CodeType
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"

    def apply(self) -> None:
        """Put its code where the function's was."""
        function_at(self.path, self.function).__code__ = self.code


class Without(ast.NodeTransformer):
    """Takes the n-th check out of a tree; with none to take it only counts."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.seen = wanted, 0
        self.taken: ast.AST | None = None
        self.what = ""

    def _is_it(self, node: ast.AST, what: str) -> bool:
        here = self.seen == self.wanted
        self.seen += 1
        if here:
            self.taken, self.what = node, what
        return here

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in NARROWING and self._is_it(node, ".within()"):
            narrowed = isinstance(node.func, ast.Attribute)
            return node.func.value if narrowed else node.args[0]
        if name == "remit_for" and self._is_it(node, "remit_for()"):
            return ast.copy_location(ast.parse(EVERYTHING, mode="eval").body, node)
        if name in ASKING and self._is_it(node, f"{name}()"):
            return ast.copy_location(ast.Constant(value=True), node)
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        self.generic_visit(node)
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if getattr(raised, "id", "") in REFUSING and self._is_it(node, f"raise {raised.id}"):
            return ast.copy_location(ast.Pass(), node)
        return node


def mutants() -> list[Mutant]:
    """All of them, file by file."""
    paths = sorted((ROOT / "apps").rglob("*.py"))
    return [
        mutant
        for path in paths
        if not set(path.relative_to(ROOT).parts) & set(LEFT_OUT)
        for mutant in mutants_of(path)
    ]


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Those of one file that stand in functions which can be found again."""
    tree, name = ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT))
    counting = Without()
    counting.visit(copy.deepcopy(tree))
    for number in range(counting.seen):
        changing = Without(number)
        changed = ast.fix_missing_locations(changing.visit(copy.deepcopy(tree)))
        line = getattr(changing.taken, "lineno", 0)
        for code in codes_in(compile(changed, str(path), "exec")):
            if (found := original_of(name, code)) is not None and holds(tree, code, line):
                yield Mutant(name, line, changing.what, found, code, ast.unparse(changed))


def holds(tree: ast.AST, code: CodeType, line: int) -> bool:
    """Whether the innermost function around a line is the one of this code."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    outermost = min(around, key=lambda node: node.lineno, default=None)
    first = [outermost.lineno, *(each.lineno for each in outermost.decorator_list)] if outermost else []
    return code.co_firstlineno in first and code.co_name == outermost.name


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """The code of every function and class body, at any depth."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from codes_in(constant)


def original_of(path: str, code: CodeType) -> str | None:
    """The qualified name under which the function of a code is found, if it can be."""
    try:
        function = function_at(path, code.co_qualname)
    except (AttributeError, KeyError, TypeError):
        return None
    return code.co_qualname if function.__code__.co_freevars == code.co_freevars else None


def function_at(path: str, qualified: str) -> FunctionType:
    """The plain function at the bottom of a name: under properties, decorators and class methods."""
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    found: Any = sys.modules.get(module) or import_module(module)
    for part in qualified.split("."):
        found = vars(found)[part] if isinstance(found, type) else getattr(found, part)
    for name in ("fget", "func", "__func__"):
        found = getattr(found, name, found)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    if not isinstance(found, FunctionType):
        raise TypeError(qualified)
    return found
