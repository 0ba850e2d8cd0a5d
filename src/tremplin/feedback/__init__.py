"""What was shown to people, and what they did with it."""

from tremplin.feedback.entries import KINDS, Feedback, read, record

__all__ = ["KINDS", "Feedback", "read", "record"]
