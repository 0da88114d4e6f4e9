"""Lists of people with their posts."""
