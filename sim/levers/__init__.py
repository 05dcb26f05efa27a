"""Floor 2: challenges and strategies, pure functions from primitives to primitives."""
