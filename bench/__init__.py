"""Measuring: how fast, and what survives. Never part of the tests."""
