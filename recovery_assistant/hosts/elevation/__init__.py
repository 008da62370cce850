"""Ways to start the runner: as the person, or as administrator after the system has asked."""
