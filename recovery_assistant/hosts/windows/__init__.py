"""A Windows PC: its readers over registry and disk, and what only the running system tells."""
