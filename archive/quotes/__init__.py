"""The quote check: whether words stand in a source exactly as they are quoted."""
