"""创新链 — what is tackled together: open calls, tackle projects, listings, consortia, platforms, results."""
