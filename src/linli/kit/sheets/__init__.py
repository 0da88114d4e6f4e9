"""Workbooks and text tables that offices send: read safely, understood column by column, sent back with their faults marked."""
