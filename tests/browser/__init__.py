"""浏览器 — pages as people see them, in a real browser."""
