"""Readers that turn a file's bytes into blocks of text."""
