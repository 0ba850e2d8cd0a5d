from __future__ import annotations

from tremplin.text.compat.registry import compat_steps

__all__ = ["compat_steps"]
