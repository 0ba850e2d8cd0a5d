from __future__ import annotations

import re

__all__ = ["AFTER", "BEFORE", "BOUNDARIES", "BOUNDARY"]

_SIGNS = ".?!,;:()\"'/<>=[]{}~*"
_BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

BOUNDARIES = _BLANKS + _SIGNS
"""What may stand beside a whole word: all white space, and some signs. The sign ’ and hyphens may not."""

BOUNDARY = re.escape(BOUNDARIES)
"""The same as the inside of a character class."""

BEFORE = rf"(?<![^{BOUNDARY}])"
AFTER = rf"(?![^{BOUNDARY}])"
