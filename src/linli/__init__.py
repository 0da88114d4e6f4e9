"""Linli 邻里: a resident says something once, and it comes back as a result that she confirms."""

__version__ = "0.1.0"
