"""How urgent work is."""

RINGING, URGENT, LIVE, NORMAL, LAST = -1.0, 0.0, 1.0, 2.0, 3.0
"""Priorities, smaller is sooner: a customer on the line comes before messages, which are keyed in as if urgent."""
