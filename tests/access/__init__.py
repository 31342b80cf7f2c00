"""谁能看什么 — walks over every address, by everybody, about everything."""
