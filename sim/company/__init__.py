"""Floor 2: customers, nine departments, their records and how they are wired together."""
