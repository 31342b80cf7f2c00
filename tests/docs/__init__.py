"""Tests mirror apps; these mirror the papers."""
