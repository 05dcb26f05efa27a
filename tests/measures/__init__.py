"""What the measures add up to."""
