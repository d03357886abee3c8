"""Annotation: the themes of a passage, what it does, and to whom it speaks, found by rules."""
