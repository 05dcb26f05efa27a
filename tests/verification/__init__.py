"""The acceptance cases: the engine, reduced to textbook settings, must return textbook numbers."""
