"""What earlier cases teach about a new one: its category, its like, what many speak of. Pure: texts in, proposals out."""
