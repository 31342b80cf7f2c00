"""名称对应 — what each name in a file stands for: something registered, something new, or nothing yet."""

from dataclasses import dataclass, field

from apps.core.judgement import Issue


@dataclass(slots=True)
class Named:
    """One name of a file. It has a key, is new, or has an issue that every row using it is told."""

    name: str
    key: int | None = None
    is_new: bool = False
    issues: list[Issue] = field(default_factory=list)
    may_be_created: bool = False
    """Nobody has registered it, and this upload could."""


def asking(what: str, name: str, labels: list[str]) -> str:
    """未找到党支部“x”，请新建，或选择：甲、乙"""
    asked = f"请新建，或选择：{'、'.join(labels)}" if labels else "也没有相近的，请核对名称或新建"
    return f"未找到{what}“{name}”，{asked}"
