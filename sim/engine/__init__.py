"""Floor 0: time, calendars, teams, hand-offs, record copies, platforms, random streams and the journal.

Knows no company: anyone could build a hospital with it.
"""
