"""代码 — national standards that no app owns; lists of one register stand in that app's `codes.py`."""

from apps.core.codes.code_list import CodeList, same
from apps.core.codes.education import DEGREE, EDUCATION
from apps.core.codes.industry import INDUSTRY
from apps.core.codes.people import ETHNICITY, POLITICS, SEX

__all__ = ["DEGREE", "EDUCATION", "ETHNICITY", "INDUSTRY", "POLITICS", "SEX", "CodeList", "same"]
