"""What the archive is: words, records, search, positions and citing, without a command line or HTTP."""
