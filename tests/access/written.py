"""成文 — what each form takes, page asks, file holds, command is for: lines to compare with what stands.

``write()``, in a Python with Django set up, writes them anew; what changed is read before it is committed.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.management import get_commands, load_command_class
from django.forms.forms import BaseForm

from apps.core.listing import RegisterExport
from clusterreg.command_line import OWNER_COMMANDS

WRITTEN = Path(__file__).with_name("written.txt")


def lines() -> list[str]:
    """Everything, in a steady order."""
    return sorted({*of_forms(), *of_pages(), *of_registers(), *of_files(), *of_commands()})


def of_forms() -> Iterator[str]:
    """Every form of ours with the fields it takes of whoever sends it."""

    for form in subclasses(BaseForm):
        # Not those made for one page while it is answered.
        if vars(sys.modules[form.__module__]).get(form.__qualname__) is form and is_ours(form):
            yield f"表单 {form.__module__}.{form.__qualname__}：{' '.join(getattr(form, 'base_fields', ()))}"


def of_pages() -> Iterator[str]:
    """Every page of ours with the rights it asks for."""
    for page in subclasses(PermissionRequiredMixin):
        if is_ours(page):
            rights, verbs = getattr(page, "permission_required", None), getattr(page, "verbs", ())
            needed = _flat(verbs) if rights is None else _flat([rights])
            yield f"页面 {page.__module__}.{page.__qualname__}：{needed}"


def of_registers() -> Iterator[str]:
    """Every register of the administration with what its form and its parts show, by what is declared."""

    for model, shown in admin.site._registry.items():
        named = [name for name in ("fields", "exclude", "readonly_fields") if getattr(shown, name)]
        said = "；".join(f"{name} {_flat(getattr(shown, name))}" for name in named)
        parts = [name for part in shown.dated_parts for name in part.fields]
        inlined = " ".join(f"{inline.__name__}({_flat(inline.fields or ())})" for inline in shown.inlines)
        grouped = _flat([box["fields"] for _, box in shown.fieldsets or ()])
        yield (
            f"登记 {model._meta.label}：{said}；fieldsets {grouped}；"
            f"dated {' '.join(parts)}；inlines {inlined}；editable {_editable(model)}"
        )


def of_files() -> Iterator[str]:
    """Every file of a register with its columns."""

    for model, shown in admin.site._registry.items():
        yield f"导出 {model._meta.label}：{' '.join(shown.get_resource()().get_export_headers())}"
    for page in subclasses(RegisterExport):
        if hasattr(page, "columns") and is_ours(page):
            headings = " ".join(column.label for column in page.columns)
            yield f"导出 {page.__module__}.{page.__qualname__}：{headings}"


def of_commands() -> Iterator[str]:
    """Every command of ours, and in whose name it speaks to the database."""

    for name, app in get_commands().items():
        if str(app).startswith(("apps.", "clusterreg")):
            who = "所有者" if name in OWNER_COMMANDS else "应用"
            yield f"命令 {name}：{who} {load_command_class(app, name).help}"


def is_ours(found: type) -> bool:
    """Whether it is the product's, and neither a package's nor a test's."""
    return found.__module__.startswith(("apps.", "clusterreg."))


def subclasses(base: type) -> list[Any]:
    """All of them, at any depth, by name."""
    found = {each for child in base.__subclasses__() for each in (child, *subclasses(child))}
    return sorted(found, key=lambda each: (each.__module__, each.__qualname__))


def _flat(names: Any) -> str:
    return " ".join(name if isinstance(name, str) else _flat(name) for name in names)


def _editable(model: Any) -> str:
    return " ".join(field.name for field in model._meta.fields if field.editable)


def load_pages() -> None:
    """Every page is imported by whoever knows its address."""
    import_module("clusterreg.urls")


def write() -> None:
    """Write down what stands now."""
    load_pages()
    WRITTEN.write_text("\n".join(lines()) + "\n", encoding="utf-8")
