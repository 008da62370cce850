"""One class of page for each *kind* of step. What a page says comes from the plan's words, never from here."""
