"""Fifteen statements that nobody put into the program and that must come out of it."""
