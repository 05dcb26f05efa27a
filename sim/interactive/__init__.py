"""Floor 6: what a person types in Python: notebooks and sliders."""
