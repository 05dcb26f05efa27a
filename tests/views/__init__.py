"""What the charts draw, say and save."""
