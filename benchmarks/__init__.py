"""The archive and its peers on the same passages and queries, in one run."""
