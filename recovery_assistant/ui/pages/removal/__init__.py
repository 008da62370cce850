"""Page 6C and what belongs to it: one removal in the window."""
