"""Positions: what was said on a theme, when, to whom, in which words."""
