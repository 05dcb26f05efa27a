"""Colours, scales, words and numbers, page layout, SVG: what every view writes and draws with."""
