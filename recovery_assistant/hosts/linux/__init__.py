"""A Linux PC: its readers over packages, units, accounts and the folder /proc."""
