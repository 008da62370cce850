"""What a removal plan asks of the PC that the program runs on: who may change a file, what the system knows of it."""

from recovery_assistant.hosts.ground.this import this_ground as this_ground
