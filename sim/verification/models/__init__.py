"""Small models made of the engine's public parts, which closed forms judge."""
