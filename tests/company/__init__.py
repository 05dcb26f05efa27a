"""The company: departments, decisions, information, and what holds on every run."""
