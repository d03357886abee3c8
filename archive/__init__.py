"""What the archive is: words, records, search, positions and citing; no command line, no HTTP."""
