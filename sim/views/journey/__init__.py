"""One case in both worlds."""
