"""What recurs in a company's year, whoever does it: closings of the books and payrolls."""

from __future__ import annotations

PERIOD_WEEKS = (4, 4, 5)
"""Weeks of the three periods of a quarter; after each the books are closed."""
CLOSING_TASKS = 8
"""Accounts that are closed side by side."""
PAYROLL_WEEKS = 4
"""Weeks from one payroll to the next."""
