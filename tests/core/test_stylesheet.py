"""样式 — colours one can read, and nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLES = sorted((Path(settings.BASE_DIR) / "clusterreg" / "static" / "css").glob("*.css"))
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})[;\s]", (STYLES[0].parent / "tokens.css").read_text()))
HUES = ["organization", "talent", "activity", "service", "innovation", "site"]
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "faint") for ground in ("paper", "ground", "band")),
    *((hue, "paper") for hue in HUES),
    ("party", "party-tint"), ("good", "good-tint"), ("warn", "warn-tint"), ("bad", "bad-tint"),
    ("paper", "party"), ("paper", "party-deep"), ("paper", "bad"), ("ink", "note-tint"),
]  # fmt: skip


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(ink, ground):
    dark, light = sorted([luminance(TOKENS[ink]), luminance(TOKENS[ground])])
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("sheet", STYLES, ids=lambda sheet: sheet.name)
def test_a_stylesheet_names_no_other_host(sheet):
    assert re.findall(r"url\(|@import|https?:", sheet.read_text()) == []


def test_every_token_in_use_is_defined():
    text = "\n".join(sheet.read_text() for sheet in STYLES)
    used = set(re.findall(r"var\(--([\w-]+)", text))
    assert used - set(re.findall(r"--([\w-]+):", text)) == set()
