"""What Linux and macOS have in common for the runner: files held by their folders, processes, small text files."""
