"""Lists of areas and organisations that offices keep."""
