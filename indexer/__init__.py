"""How documents get in: extraction, segmenting, building, evaluating; the command `archive`."""
