"""How documents get in: intake, extraction, segmenting, building and evaluating; the command line `archive`."""
