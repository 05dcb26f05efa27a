"""Notebooks as a reader finds them: without outputs, and running to their end."""
