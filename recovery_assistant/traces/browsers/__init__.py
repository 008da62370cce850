"""What browsers keep: downloads, and the pages of one tool that runs in a browser."""
