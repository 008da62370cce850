"""What outlives the program: the encrypted case file, the key store and the settings."""
