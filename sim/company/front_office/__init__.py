"""Departments that face customers."""
