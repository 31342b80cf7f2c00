"""Tests mirror apps."""
