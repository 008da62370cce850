"""A Mac: its readers over bundles, property lists and its data bases of permissions."""
