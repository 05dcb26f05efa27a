"""Departments that support the others."""
