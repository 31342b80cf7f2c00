"""系统包 — what tests need and pip cannot bring; run as a program it names what is missing in one line."""

import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """Path of an installed Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def has_chinese_font() -> bool:
    """Whether Chinese would be drawn rather than boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def missing() -> list[str]:
    """Debian names of the packages that are not there."""
    found = {"chromium": browser() is not None, "fonts-noto-cjk": has_chinese_font()}
    return [package for package, is_there in found.items() if not is_there]


if __name__ == "__main__":
    if packages := missing():
        sys.exit(f"缺少系统包：{' '.join(packages)}（安装：apt-get install {' '.join(packages)}）")
