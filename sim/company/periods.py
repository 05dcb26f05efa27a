"""What a company's weeks and years are counted by, whoever counts: working days, closings of the books, payrolls."""

from __future__ import annotations

PERIOD_WEEKS = (4, 4, 5)
"""Weeks of the three periods of a quarter; after each the books are closed."""
PAYROLL_WEEKS = 4
"""Weeks from one payroll to the next."""
NEVER = float("inf")
"""Time of what does not happen, hours; what has not happened yet did so at minus this."""
WORKING_DAYS = 5
"""Working days of a week, over which what is looked at or asked once a week is spread."""
SPREAD_YEARS = 3.0
"""Years over which money spent once is spread, in results as in the budget."""
