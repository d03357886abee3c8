"""The sections of the report, each in a file whose `measure` makes its findings and tables."""
