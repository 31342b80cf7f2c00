"""查找明文 — people who are nowhere else are led through the house; then every place is searched for them."""
