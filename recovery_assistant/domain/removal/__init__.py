"""A removal: what is planned, what was done, and how both are told."""
