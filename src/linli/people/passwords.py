"""Passwords that the office reads out once. Pure."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
GROUPS, LETTERS = 4, 4  # 79 bits


def fresh_password() -> str:
    """Four groups of four, such as k7mt-p3xa-9vdw-hq2e."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
