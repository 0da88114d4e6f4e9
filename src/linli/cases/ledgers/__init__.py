"""Ledgers and exports of other offices, read as cases."""
