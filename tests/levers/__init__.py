"""What each lever changes, and what it costs."""
