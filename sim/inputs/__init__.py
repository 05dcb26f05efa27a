"""Floor 1: what a scenario is. Frozen, validated data; where its numbers come from."""
