"""Floor 1: what theory knows in closed form, and small models made of the engine's public parts that must agree."""
