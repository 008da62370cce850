"""Reads `resources/` (TOML) into validated frozen objects, and lints what a schema cannot say."""
