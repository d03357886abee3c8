"""Text of the archive as a terminal may print it."""


def plain(text: str) -> str:
    """The text on one line, without characters that would steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
