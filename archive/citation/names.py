"""Corporate authors joined as the styles ask for."""

from collections.abc import Sequence


def listed(names: Sequence[str], *, last: str, serial: bool) -> str:
    """`A`, `A and B`, `A, B and C`; with `serial` a comma before the last of three or more."""
    if len(names) < 2:
        return "".join(names)
    comma = "," if serial and len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} {last} {names[-1]}"


def shortened(names: Sequence[str], *, most: int, others: str) -> str:
    """All names up to `most` (`A, B and C`), beyond that the first one with `others`."""
    if len(names) > most:
        return f"{names[0]}{others}"
    return listed(names, last="and", serial=False)


def at_most_twenty(names: Sequence[str]) -> str:
    """APA, 9.8: up to twenty names; of more the first nineteen, an ellipsis, and the last."""
    if len(names) <= 20:
        return listed(names, last="&", serial=True)
    return f"{', '.join(names[:19])}, . . . {names[-1]}"
