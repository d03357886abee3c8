"""The draft check: what was said before, beside what is about to be said."""
