"""演示数据 — the published 昆山 systems with invented people in them, the same every time.

``loading.load`` builds it register by register; what is published and what is invented
stands in ``fixtures/kunshan``.
"""
