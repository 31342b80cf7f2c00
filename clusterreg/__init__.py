"""项目装配 — settings, urls and the database; imports everything, imported by nothing."""
