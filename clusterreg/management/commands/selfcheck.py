"""系统自检 — what the page shows, for whoever has the shell; 1 when something is red."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusterreg.selfcheck.finding import Level
from clusterreg.selfcheck.running import Found, run_all

MARKS = {Level.GREEN: "  ", Level.YELLOW: "△ ", Level.RED: "✕ "}


class Command(BaseCommand):
    """Questions and answers, one a line."""

    help = "系统自检（退出状态：0 没有不合格的，1 有）"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people or for a programme that watches."""
        parser.add_argument("--format", choices=("text", "json"), default="text", help="默认 %(default)s")

    def handle(self, *args: Any, format: str, **options: Any) -> None:
        """Raises ``CommandError`` when anything is red."""
        found = run_all()
        self.stdout.write(as_json(found) if format == "json" else as_text(found))
        if red := [check.name for check, finding in found if finding.level is Level.RED]:
            raise CommandError(f"{len(red)}项不合格：{'、'.join(red)}。", returncode=1)


def as_text(found: Found) -> str:
    """A line each; what to do stands below what needs it."""
    lines = []
    for check, finding in found:
        lines.append(f"{MARKS[finding.level]}{finding.level.label} {check.name}：{finding.sentence}")
        lines += [f"    → {finding.remedy}"] if finding.remedy else []
    return "\n".join(lines)


def as_json(found: Found) -> str:
    """A list of checks."""
    told = [
        {
            "check": check.code,
            "name": check.name,
            "level": finding.level.value,
            "sentence": finding.sentence,
            "remedy": finding.remedy,
        }
        for check, finding in found
    ]
    return json.dumps(told, ensure_ascii=False, indent=1)
