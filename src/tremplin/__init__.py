"""Tremplin: open AI bricks and ready services for public employment services."""

__version__ = "0.1.0"
