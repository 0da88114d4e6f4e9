"""Accounts, posts, and who looked at personal data."""
