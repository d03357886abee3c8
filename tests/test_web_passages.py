"""A passage on the page: its name, and its text with only links that are safe to follow."""

from dataclasses import replace

import pytest

from archive.called import Call, backs, calls
from archive.model import Link, Passage, PassageKind
from web.passages import Piece, host, label, pieces, raised, web_url

TEXT = "See the statement and the report."
PASSAGE = Passage(
    passage_id="p",
    doc_id="d",
    version_id="v",
    text=TEXT,
    start=100,
    end=100 + len(TEXT),
    kind=PassageKind.PARAGRAPH,
    language="en",
)


def linked(*links: tuple[str, str]) -> Passage:
    """The passage with a link at each anchor."""
    return replace(
        PASSAGE,
        links=tuple(
            Link(
                anchor=anchor,
                start=100 + TEXT.index(anchor),
                end=100 + TEXT.index(anchor) + len(anchor),
                target=target,
            )
            for anchor, target in links
        ),
    )


@pytest.mark.parametrize(
    ("kind", "number", "page", "expected"),
    [
        (PassageKind.PARAGRAPH, "", None, ""),
        (PassageKind.PARAGRAPH, "", 3, "p. 3"),
        (PassageKind.CALL, "4", 2, "call 4, p. 2"),
        (PassageKind.DIGEST, "", None, "digest, not the document's text"),
        (PassageKind.BOILERPLATE, "", None, "about the publisher"),
    ],
)
def test_a_label_says_what_a_passage_is(
    kind: PassageKind, number: str, page: int | None, expected: str
) -> None:
    """A reader must know a call from a caption, and a digest from both."""
    assert label(replace(PASSAGE, kind=kind, number=number, page=page)) == expected


def test_every_kind_has_a_label() -> None:
    """A new kind of passage may not break the page."""
    assert [label(replace(PASSAGE, kind=kind)) is not None for kind in PassageKind]


def test_text_is_cut_at_its_links() -> None:
    """Offsets are of the version's text, wherever the passage stands in it."""
    passage = linked(("report", "https://example.org/r"), ("statement", ""))
    assert pieces(passage) == (
        Piece(text="See the "),
        Piece(text="statement", is_link=True),
        Piece(text=" and the "),
        Piece(text="report", is_link=True, url="https://example.org/r"),
        Piece(text="."),
    )


@pytest.mark.parametrize("links", [(), (("See", ""),), (("report.", ""),), ((TEXT, "x:y"),)])
def test_no_letter_is_lost_at_a_link(links: tuple[tuple[str, str], ...]) -> None:
    """The pieces together are the passage, also with links at its very ends."""
    assert "".join(piece.text for piece in pieces(linked(*links))) == TEXT


def test_links_that_overlap_or_lie_outside_are_shown_as_text() -> None:
    """A wrong offset from an extractor costs a link, never a word."""
    wrong = (
        Link(anchor="", start=0, end=5),
        Link(anchor="", start=130, end=900),
        Link(anchor="", start=108, end=117),
        Link(anchor="", start=110, end=120),
        Link(anchor="", start=125, end=125),
    )
    shown = pieces(replace(PASSAGE, links=wrong))
    assert "".join(piece.text for piece in shown) == TEXT
    assert [piece.text for piece in shown if piece.is_link] == ["statement"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "//example.org/",
        "/d/x",
        "http://",
        "https://[broken",
        "mailto:a@example.org",
        "",
    ],
)
def test_only_web_addresses_are_followed(address: str) -> None:
    """Addresses come from documents; one that runs something is never a link."""
    assert web_url(address) == ""
    assert host(address) == ""


def test_a_web_address_is_kept_and_shown_by_its_host() -> None:
    """The reader sees where a link leads before following it."""
    assert web_url("https://www.example.org/a?b=c#d") == "https://www.example.org/a?b=c#d"
    assert host("https://www.example.org:8443/a") == "example.org"


def note(called_at: int, number: str = "3") -> Passage:
    """A note called there."""
    kept = replace(PASSAGE, kind=PassageKind.NOTE, start=200, end=200 + len(TEXT))
    return replace(kept, passage_id=f"n{number}", number=number, called_at=called_at)


@pytest.mark.parametrize("at", range(len(TEXT) + 1))
def test_a_call_is_shown_at_its_place_and_changes_no_word(at: int) -> None:
    """Also at either end, and behind the words of a link that it would cut."""
    passage = linked(("report", "https://example.org/r"), ("statement", ""))
    shown = pieces(passage, [Call(note=note(100 + at, one), at=100 + at) for one in ("3", "4")])
    assert "".join(piece.text for piece in shown if not piece.note) == TEXT
    assert [(piece.text, piece.note) for piece in shown if piece.note] == [("3", "n3"), ("4", "n4")]
    first = shown.index(Piece(text="3", note="n3", call_id="call-n3"))
    before = "".join(piece.text for piece in shown[:first] if not piece.note)
    assert before in (TEXT[:at], "See the statement", "See the statement and the report")
    assert [piece.text for piece in shown if piece.is_link] == ["statement", "report"]


def test_a_note_is_called_once_by_the_passage_that_holds_its_place() -> None:
    """At the end of one, not the beginning of the next; a note's second part is no second call."""
    after = replace(PASSAGE, passage_id="q", start=PASSAGE.end + 2, end=PASSAGE.end + 9)
    last = note(PASSAGE.end)
    part = replace(last, passage_id="n3b", start=300, end=310)
    loose = replace(note(0), passage_id="n0", called_at=None)
    passages = [PASSAGE, after, last, part, loose]
    call = Call(note=last, at=PASSAGE.end)
    assert calls(passages) == {"p": (call,)}
    assert backs(passages, calls(passages)) == {"n3": (call,), "n3b": (call,)}
    nowhere = [PASSAGE, replace(last, called_at=99_999)]
    assert calls(nowhere) == {}
    assert backs(nowhere, {}) == {}


def test_a_note_that_is_called_again_has_a_place_for_each_call() -> None:
    """Each place has an id of its own, and every part of the note leads back to each."""
    after = replace(PASSAGE, passage_id="q", start=150, end=150 + len(TEXT))
    twice = replace(note(103), called_again=(107, 155))
    part = replace(twice, passage_id="n3b", start=300, end=310)
    passages = [PASSAGE, after, twice, part]
    found = calls(passages)
    ids = {name: [call.call_id for call in of] for name, of in found.items()}
    assert ids == {"p": ["call-n3", "call2-n3"], "q": ["call3-n3"]}
    assert [call.at for call in backs(passages, found)["n3b"]] == [103, 107, 155]
    shown = pieces(PASSAGE, found["p"])
    assert [piece.call_id for piece in shown if piece.note] == ["call-n3", "call2-n3"]
    assert "".join(piece.text for piece in shown if not piece.note) == TEXT


def test_marks_of_calls_in_plain_words_are_raised() -> None:
    """What stands between them is text, brackets included."""
    found = [(piece.text, bool(piece.note)) for piece in raised("It[^3] is [so][^*].")]
    assert found == [("It", False), ("3", True), (" is [so]", False), ("*", True), (".", False)]
