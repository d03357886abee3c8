"""Other engines on the same passages, each in a file with its `build` and its search."""
