"""Floor 4: replications, paired comparison, attribution, selection."""
