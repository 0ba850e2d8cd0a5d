from __future__ import annotations

__all__ = ["AFTER", "BEFORE", "BOUNDARY"]

BOUNDARY = r"""\s.?!,;:()"'/<>=\[\]{}~*"""
"""What may stand beside a whole word, as the inside of a character class. The sign ’ and hyphens may not."""

BEFORE = rf"(?<![^{BOUNDARY}])"
AFTER = rf"(?![^{BOUNDARY}])"
