"""The report: an assembler, and a list of what stands in it, in order."""
