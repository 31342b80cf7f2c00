"""构件标签 — the pieces that pages are assembled from."""
