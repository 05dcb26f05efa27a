"""Floor 3: from the journal to tidy tables. Nothing shown to a person comes from anywhere else."""
