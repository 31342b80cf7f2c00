"""断点测试的地基 — closing takes few figures: the rest only takes time."""

from tests.chains.conftest import few_figures

__all__ = ["few_figures"]
