"""The commands of `archive`, one file each."""
