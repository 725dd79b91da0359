"""Placeholder, replaced at once."""
from __future__ import annotations
class Glob:
    """A path pattern."""
class TextPattern:
    """A text pattern."""
