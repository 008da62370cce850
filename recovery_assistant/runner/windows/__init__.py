"""What the runner can do on Windows, verb by verb."""
