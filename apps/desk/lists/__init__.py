"""登记列表 — the registers as lists; their columns reach across apps, so they live above them."""
