"""测试 — mirrors apps/, plus factories, architecture tests and browser tests."""
