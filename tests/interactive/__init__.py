"""What a person types in Python."""
