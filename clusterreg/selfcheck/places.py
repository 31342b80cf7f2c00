"""目录 — a directory of ours may not have been made yet."""

from pathlib import Path


def standing(path: Path) -> Path:
    """A directory, or the nearest above it that is there."""
    return next(step for step in (path, *path.parents) if step.exists())
