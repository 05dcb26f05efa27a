"""Unit tests of floor 0, with timelines computed by hand."""
