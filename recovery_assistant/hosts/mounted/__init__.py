"""The disk of a PC that does not run: which system it holds, and its paths as that PC knew them."""
