"""The runner's hand on macOS."""
