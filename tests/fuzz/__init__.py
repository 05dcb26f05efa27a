"""Slow tests that try what nobody thought of: malformed files and command lines, and valid extremes."""
