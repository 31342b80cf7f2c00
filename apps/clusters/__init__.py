"""底座 — places, clusters, enterprises, departments and institutions."""
