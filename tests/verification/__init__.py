"""Closed-form cases that the engine, reduced to a few lines, must return."""
