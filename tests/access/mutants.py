"""变异体 — each place in our code that narrows, asks, forbids, needs a right, lists fields: without it."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NARROWING = {"within"}
ASKING = {
    "has_perm",
    "has_perms",
    "holds",
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
LISTING = {"fields": None, "readonly_fields": ()}
NEEDING = {"permission_required", "verbs"}
NEEDED_BY = "get_permission_required"
ALL_OF_A_MODEL = "__all__"
LEFT_OUT = ("migrations", "management", "demo")
EVERYTHING = "__import__('apps.core.remit', fromlist=['Remit']).Remit.everything()"


@dataclass(frozen=True)
class Mutant:
    """One file without one of its checks; ``function`` says in which one that stood, if in any."""

    path: str
    line: int
    what: str
    function: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"


class Without(ast.NodeTransformer):
    """Takes the n-th check out of a tree; with none to take it only counts."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.seen = wanted, 0
        self.line, self.what, self.function = 0, "", ""
        self._around: list[ast.AST] = []

    def visit(self, node: ast.AST) -> ast.AST:
        self._around.append(node)
        visited: ast.AST = super().visit(node)
        self._around.pop()
        return visited

    def _is_it(self, node: ast.expr | ast.stmt, what: str) -> bool:
        here = self.seen == self.wanted
        self.seen += 1
        if here:
            functions = [each for each in self._around if isinstance(each, ast.FunctionDef)]
            self.line, self.what = node.lineno, what
            self.function = name_of(functions[0]) if functions else ""
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

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        holder = self._around[-2]
        if node.value and isinstance(holder, ast.FunctionDef) and holder.name == NEEDED_BY:
            node.value = self._with_less(node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        name, in_class = getattr(node.target, "id", ""), isinstance(self._around[-2], ast.ClassDef)
        if node.value and in_class and name in NEEDING:
            node.value = self._with_less(node.value)
        return node

    def _with_less(self, rights: ast.expr) -> ast.expr:
        """The rights without one of them."""
        if not is_full(rights) or getattr(rights, "value", "") is None:
            return rights
        each = rights.elts if isinstance(rights, ast.Tuple) else [rights]
        for one in each:
            if self._is_it(one, f"right {ast.unparse(one)}"):
                return ast.Tuple([other for other in each if other is not one], ast.Load())
        return rights

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        holder = self._around[-2]
        if not isinstance(holder, ast.ClassDef) or not names:
            return node
        if names[-1] in NEEDING:
            node.value = self._with_less(node.value)
            return node
        if names[-1] not in LISTING:
            return node
        if is_full(node.value) and self._is_it(node, names[-1]):
            node.value = ast.Constant(ALL_OF_A_MODEL if holder.name == "Meta" else LISTING[names[-1]])
        return node


class Noted(ast.NodeTransformer):
    """Has the functions that hold a check say that they run."""

    def __init__(self, path: str, functions: set[str]) -> None:
        self.path, self.functions = path, functions

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        if name_of(node) in self.functions:
            said = (
                f"__import__('tests.access.noted', fromlist=['ran']).ran({f'{self.path}:{name_of(node)}'!r})"
            )
            behind = 1 if ast.get_docstring(node) else 0
            node.body[behind:behind] = ast.parse(said).body
        return node


def name_of(node: ast.FunctionDef) -> str:
    """A function by its name and line: names come more than once."""
    return f"{node.name}:{node.lineno}"


def is_full(value: ast.expr) -> bool:
    """Whether a list of fields narrows anything."""
    return not isinstance(value, ast.Tuple | ast.List) or bool(value.elts)


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
    """Those of one file."""
    tree, name = ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT))
    counting = Without()
    counting.visit(copy.deepcopy(tree))
    for number in range(counting.seen):
        taking = Without(number)
        changed = ast.fix_missing_locations(taking.visit(copy.deepcopy(tree)))
        yield Mutant(name, taking.line, taking.what, taking.function, ast.unparse(changed))


def noted(found: list[Mutant]) -> Iterator[tuple[str, str]]:
    """Each file that holds checks, with functions that say when they run."""
    for path in sorted({mutant.path for mutant in found}):
        functions = {mutant.function for mutant in found if mutant.path == path}
        tree = Noted(path, functions).visit(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        yield path, ast.unparse(ast.fix_missing_locations(tree))
