"""The catalogue as packs for engines that already run on thousands of PCs. `formats.py` holds one row for each."""
