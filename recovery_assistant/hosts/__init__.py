"""The machine that is looked at: one port, and an adapter for each system, recording and inventory."""
