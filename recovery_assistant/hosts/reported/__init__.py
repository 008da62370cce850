"""Machines as a file tells of them: a recording, an inventory, the answers of a fleet engine."""
