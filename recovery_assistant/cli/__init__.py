"""The command line. Works without PySide6."""
