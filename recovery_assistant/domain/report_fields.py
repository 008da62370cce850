"""The questions that every page asks on which something is reported, and when to ask what became of it."""

from __future__ import annotations

REPORTED, REPORTED_ON, REFERENCE, CHASE_ON = "reported", "reported-on", "reference", "chase-on"
"""Was it reported, on which day, under which number; on which day to ask again."""
CHASE_AFTER = 14
"""Days after which to ask what became of a report, where neither the person nor its form says another number."""
