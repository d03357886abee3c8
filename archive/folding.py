"""Words as they are compared where neither case nor accents matter."""

import unicodedata


def folded(text: str) -> str:
    """`text` without case, and without accents and Arabic vowel signs."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
