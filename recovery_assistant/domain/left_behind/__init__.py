"""What was left behind that is no program: known, told, and put right."""
