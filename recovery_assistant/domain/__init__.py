"""Data and pure functions: what a case, a plan, a finding and a record are. No I/O, no clock, no randomness."""
