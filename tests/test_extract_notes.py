"""A note is tied to the place in the text that calls it."""

import dataclasses

import pytest

from archive.model import PassageKind
from indexer.extract import notes
from indexer.extract.blocks import Block, BlockKind, BlockLink
from indexer.extract.inline import cut, join
from indexer.segment import segment


def calling(text: str, *numbers: str) -> Block:
    """A paragraph that calls notes at its end."""
    links = (BlockLink(start=len(text), end=len(text), target=notes.call(one)) for one in numbers)
    return Block(text=text, links=tuple(links))


def note(number: str) -> Block:
    return Block(text=f"Note {number} of the report.", kind=BlockKind.NOTE, number=number)


def test_a_note_belongs_to_the_call_of_its_number() -> None:
    """In whatever order notes stand; one that nothing calls is not tied."""
    blocks = [calling("First.", "1"), calling("Second.", "2"), note("2"), note("1"), note("3")]
    assert notes.tied(blocks) == {2: ((1, len("Second.")),), 3: ((0, len("First.")),)}


def test_numbers_that_begin_anew_are_tied_in_order() -> None:
    """Two pages with a note 1 each: the first note is called on the first page."""
    blocks = [calling("One.", "1"), note("1"), calling("Two.", "1"), note("1")]
    assert notes.tied(blocks) == {1: ((0, 4),), 3: ((2, 4),)}


def test_every_call_of_a_note_is_tied_to_it() -> None:
    """A second call that a file marks as such, or one more of a number that only one note has."""
    marked = BlockLink(start=6, end=6, target=notes.again("1"))
    again = Block(text="Again.", links=(marked,))
    assert notes.tied([calling("One.", "1"), again, note("1")]) == {2: ((0, 4), (1, 6))}
    assert notes.tied([again, calling("One.", "1"), note("1")]) == {2: ((1, 4),)}
    more = [calling("One.", "1", "2"), calling("Two.", "1"), note("1"), note("2")]
    assert notes.tied(more) == {2: ((0, 4), (1, 4)), 3: ((0, 4),)}


def test_a_further_call_belongs_to_the_note_on_its_own_page() -> None:
    """Where numbers begin anew on each page; one too many elsewhere is left to the last note."""
    paged = [
        [dataclasses.replace(one, page=page) for one in blocks]
        for page, blocks in enumerate(
            (
                [calling("One.", "1"), calling("One again.", "1"), note("1")],
                [calling("Two.", "1"), note("1")],
                [calling("Three.", "1"), calling("Three again.", "1"), note("1")],
            ),
            1,
        )
    ]
    blocks = [block for page in paged for block in page]
    assert notes.tied(blocks) == {
        2: ((0, 4), (1, 10)),
        4: ((3, 4),),
        7: ((5, 6), (6, 12)),
    }


def test_a_call_is_a_place_without_words() -> None:
    """It leaves no trace in the text, and stands after the last word before it."""
    text, links = join([("A word ", None), ("", "#7"), (", another", None)])
    assert text == "A word , another"
    assert links == (BlockLink(start=6, end=6, target="#7"),)


@pytest.mark.parametrize(("start", "end", "kept"), [(0, 6, 1), (2, 9, 1), (6, 9, 1), (7, 9, 0)])
def test_a_call_stays_when_its_text_is_cut(start: int, end: int, kept: int) -> None:
    """Also at the very end of a paragraph, where most calls are."""
    assert len(cut((BlockLink(start=6, end=6, target="#7"),), start=start, end=end)) == kept


def test_a_note_passage_says_where_it_is_called() -> None:
    """The offset counts in the version's text, numbers and blank lines included."""
    first = Block(text="The families waited.", kind=BlockKind.ITEM, number="4", mark="(4)")
    blocks = [first, calling("The court heard them.", "1"), note("1"), note("2")]
    text, passages = segment(blocks, doc_id="doc", version_id="v1", language="en")
    tied, loose = passages[2:]
    assert tied.kind is PassageKind.NOTE
    assert tied.called_at is not None
    assert text[: tied.called_at] == "(4) The families waited.\n\nThe court heard them."
    assert loose.called_at is None
    assert tied.called_again == loose.called_again == ()
    assert [passage.links for passage in passages] == [()] * 4


def test_a_note_passage_says_where_else_it_is_called() -> None:
    """All its places count in the version's text, in order."""
    blocks = [calling("The court heard them.", "1"), calling("It ruled.", "1"), note("1")]
    text, passages = segment(blocks, doc_id="doc", version_id="v1", language="en")
    assert passages[2].calls == (21, 32)
    assert text[23:32] == "It ruled."
