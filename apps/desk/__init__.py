"""工作台 — pages that span apps: start page, 360° pages, search and history."""
