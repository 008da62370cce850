"""The runner's hand on Linux."""
