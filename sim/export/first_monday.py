"""The date that the first Monday of a run has in files: a choice that means nothing else.

Times in the simulation are hours since Monday 00:00 of week 1 and belong to no year; other programs want dates.
"""

FIRST_MONDAY = "2024-01-01"
