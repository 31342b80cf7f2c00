"""党员名册导入 — how judged rows meet the register of people, and how they are kept."""
