"""Floor 4: what theory knows in closed form, small models of engine parts that must agree, statements that must emerge."""
