"""How well the archive finds: test collections, runs, measures and their report."""
