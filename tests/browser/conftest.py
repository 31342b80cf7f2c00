"""浏览器的地基 — the system's Chromium, in Chinese, on the screen most desks have."""

import os
from typing import Any

import pytest

from tests.system_packages import browser

SCREEN = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the installed browser; a missing one is a failure, never a skip."""
    found = browser()
    assert found, "缺少系统包：chromium"
    # Chromium's sandbox refuses to run as root.
    options = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return browser_type_launch_args | {"executable_path": found, "args": options}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser as our readers have it."""
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": SCREEN}
