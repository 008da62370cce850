"""The runner: a small program of its own that carries out one removal plan, and nothing that is not in it.

It is the only part of the program that changes anything on a PC, and the only one that may run with the rights of an
administrator. It is kept short so that one person can read all of it. docs/adr/0024 says why it is made as it is.
"""
