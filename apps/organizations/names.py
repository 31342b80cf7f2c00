"""党组织名称 — what a Party organisation is called, and how to find its name in other text (§4.6)."""

import re

from apps.core.text import compact, tidy

FULL_NAME = re.compile(r"中(国共产党|共).+(委员会|总支部委员会|支部委员会|支部|总支部?|工作委员会)")
# The longest name there is: 党员花名册 and the like follow it in titles.
INSIDE = re.compile(r"中(?:国共产党|共)[^,，:：;；]*(?:委员会|支部|总支)")
ANY_NAME = re.compile(r"[^,，:：;；。]{1,60}(党委|总支部?|支部|支部委员会|总支部委员会|委员会|党小组)")
NOT_A_NAME = re.compile(r"合计|小计|总计|名册|名单")


def full_name_in(text: str) -> str:
    """The full name a title or a filing line holds, or nothing."""
    found = INSIDE.search(tidy(text))
    return found.group() if found else ""


def looks_like_organization(text: str) -> bool:
    """第二党支部, 中共××公司支部委员会: a line that can only name an organisation."""
    plain = compact(text)
    return bool(ANY_NAME.fullmatch(plain)) and not NOT_A_NAME.search(plain)


def is_proper_full_name(text: str) -> bool:
    """As on the seal: 中共 or 中国共产党 first, the kind of organisation last."""
    return bool(FULL_NAME.fullmatch(compact(text)))
