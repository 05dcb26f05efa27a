"""Floor 4: closed forms, small models of engine parts that must agree with them, and statements that must emerge."""
