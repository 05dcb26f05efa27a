"""A browser for tests of what a notebook shows."""

from tests.views.browser import started

__all__ = ["started"]
