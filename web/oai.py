"""OAI-PMH requests: arguments, sets, and tokens to go on with, none of which needs a memory."""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from archive.datestamps import Stamp

# (required, optional) arguments of each verb; a resumptionToken stands alone (OAI-PMH 2.0, 4).
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_INSTANT = re.compile(_DAY.pattern + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_MOST_TOKEN = 1000
_MOST_SPEC = 60
# What a setSpec says whole; not what ends as the hashes of the others do.
_PLAIN = re.compile(r"(?!.* [0-9a-f]{8}$)[a-z0-9]+( [a-z0-9]+)*")


class OaiError(Exception):
    """An error that the protocol answers with status 200; `code` is one of its own."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a harvester lists: `first` and `last` are instants (both included, empty is open).

    `after` is the datestamp and id of the last one that it has, `cursor` how many those are.
    """

    prefix: str
    first: str = ""
    last: str = ""
    set_spec: str = ""
    after: tuple[str, str] = ("", "")
    cursor: int = 0

    @property
    def token(self) -> str:
        """The listing as a resumption token: its fields, and a checksum against mistakes.

        It is not secret: whoever makes one up can only ask for what anybody may list.
        """
        content = json.dumps(asdict(self), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_checksum(content) + content).decode("ascii")


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:6]


def resumed(token: str) -> Listing:
    """The listing that a token stands for; raises OaiError for one that we did not give."""
    try:
        if len(token) > _MOST_TOKEN:
            raise ValueError("too long")
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
        if _checksum(raw[6:]) != raw[:6]:
            raise ValueError("altered")
        fields = json.loads(raw[6:])
        changed_at, doc_id = fields.pop("after")
        listing = Listing(**fields, after=(str(changed_at), str(doc_id)))
        if not isinstance(listing.cursor, int):
            raise ValueError("no number")
    except (ValueError, LookupError, TypeError) as error:
        raise OaiError(
            "badResumptionToken", "This token is not one of ours; begin anew."
        ) from error
    return listing


def checked(arguments: Iterable[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """The verb and its arguments; raises OaiError unless each is allowed, once, and complete."""
    given: dict[str, str] = {}
    for name, value in arguments:
        if name in given:
            raise OaiError(
                "badVerb" if name == "verb" else "badArgument", f"{name} is given twice."
            )
        given[name] = value
    verb = given.pop("verb", "")
    if verb not in VERBS:
        raise OaiError("badVerb", f"verb must be one of {', '.join(VERBS)}.")
    required, optional = VERBS[verb]
    if verb.startswith("List") and given.keys() == {"resumptionToken"}:
        return verb, given
    missing, foreign = required - given.keys(), given.keys() - required - optional
    if missing or foreign:
        wrong = [f"{name} is missing" for name in sorted(missing)]
        wrong += [f"{name[:40]} is not allowed" for name in sorted(foreign)]
        raise OaiError("badArgument", f"{verb}: {', '.join(wrong)}.")
    return verb, given


def listing_of(arguments: Mapping[str, str], prefixes: Iterable[str]) -> Listing:
    """The listing that a request asks for or goes on with; raises OaiError."""
    if "resumptionToken" in arguments:
        return resumed(arguments["resumptionToken"])
    if arguments["metadataPrefix"] not in prefixes:
        raise OaiError("cannotDisseminateFormat", f"Ask for {' or '.join(prefixes)}.")
    first, last = arguments.get("from", ""), arguments.get("until", "")
    for name, value in (("from", first), ("until", last)):
        if name in arguments and not (_DAY.fullmatch(value) or _INSTANT.fullmatch(value)):
            raise OaiError(
                "badArgument", f"{name} must be like 2026-11-03 or 2026-11-03T09:00:00Z."
            )
    if first and last and len(first) != len(last):
        raise OaiError("badArgument", "from and until must both have a time, or neither.")
    if first and last and first > last:
        raise OaiError("badArgument", "from is later than until.")
    return Listing(
        prefix=arguments["metadataPrefix"],
        first=first if len(first) != 10 else f"{first}T00:00:00Z",
        last=last if len(last) != 10 else f"{last}T23:59:59Z",
        set_spec=arguments.get("set", ""),
    )


def page_of(
    listing: Listing, stamps: Mapping[str, Stamp], limit: int
) -> tuple[list[str], int, Listing | None]:
    """The ids of one page in the order of (datestamp, id), how many there are, and what follows.

    The order lets a document that changes meanwhile come once more at the end. Raises OaiError
    where nothing is listed.
    """
    wanted = sorted(
        (stamp.changed_at, doc_id) for doc_id, stamp in stamps.items() if _is_listed(listing, stamp)
    )
    left = [one for one in wanted if one > listing.after]
    if not left:
        raise OaiError("noRecordsMatch", "Nothing in the archive matches from, until and set.")
    page = left[:limit]
    following = None
    if len(left) > limit:
        following = replace(listing, after=page[-1], cursor=listing.cursor + len(page))
    return [doc_id for _, doc_id in page], len(wanted), following


def _is_listed(listing: Listing, stamp: Stamp) -> bool:
    is_early = bool(listing.first) and stamp.changed_at < listing.first
    is_late = bool(listing.last) and stamp.changed_at > listing.last
    return not (is_early or is_late) and (
        not listing.set_spec or listing.set_spec in specs_of(stamp)
    )


def specs_of(stamp: Stamp) -> list[str]:
    """The sets of a document by their setSpec."""
    return [spec_of(column, value) for column, value in stamp.values]


def spec_of(column: str, value: str) -> str:
    """The setSpec of a theme or publisher, as `theme:witness-protection`; no two share one.

    Where a value has more than small ASCII letters, digits and spaces, a hash of it follows.
    """
    if len(value) <= _MOST_SPEC and _PLAIN.fullmatch(value):
        return f"{column}:{value.replace(' ', '-')}"
    folded = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall("[a-z0-9]+", folded))[:_MOST_SPEC]
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{column}:{words}-{digest}" if words else f"{column}:{digest}"
