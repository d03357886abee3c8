"""Notes that a page calls by links are tied to their place, and nothing else is taken for one."""

import pytest

from benchmarks.noted_odt import odt
from benchmarks.noted_pages import PROGRAMS, Program, page
from benchmarks.typeset import Piece
from indexer.extract import child, html_tree, linked_notes, media, notes
from indexer.extract import html as html_reader
from indexer.extract import markdown as markdown_reader
from indexer.extract.blocks import Block, BlockKind

TOLD = "The families told the commission what they had seen that night, and nobody contradicted it"
NOTES = (
    "Testimony 14 of the families, heard in the third session of the commission.",
    "Ibid., paragraph 7.",
    "(Not published.) The report of the monitors says the same at greater length.",
)
PARAGRAPHS = (
    (Piece(text=f"First. {TOLD}", note=NOTES[0]), Piece(text=", as the monitors say.")),
    (Piece(text=f"Second. {TOLD}."),),
    (Piece(text=f"Third. {TOLD}. ", note=NOTES[1]), Piece(text="They", note=NOTES[2])),
)


def shown(blocks: tuple[Block, ...] | list[Block]) -> list[str]:
    """The texts of the body, with a caret where a note is called."""
    found = []
    for block in blocks:
        if block.kind is BlockKind.NOTE:
            continue
        text = block.text
        for link in reversed(block.links):
            if notes.is_call(link):
                text = f"{text[: link.start]}^{link.target[1:]}^{text[link.start :]}"
        found.append(text)
    return found


def of_page(body: str) -> list[Block]:
    """The blocks of a piece of HTML with its notes."""
    laid = html_tree.fragment(body)
    return linked_notes.with_notes(laid.blocks, linked_notes.calls(laid.blocks, laid.places))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_notes_are_tied_as_each_program_writes_them(program: Program) -> None:
    """Each note is read whole, word for word, at its call; the text has no figure of it."""
    blocks = child.read(page(PARAGRAPHS, program), program.media_type).blocks
    assert [text for text in shown(blocks) if text != "References"] == [
        f"First. {TOLD}^1^, as the monitors say.",
        f"Second. {TOLD}.",
        f"Third. {TOLD}.^2^ They^3^",
    ]
    noted = [block for block in blocks if block.kind is BlockKind.NOTE]
    assert [(block.number, block.text) for block in noted] == list(zip("123", NOTES, strict=True))
    assert len(notes.tied(blocks)) == 3


def test_notes_are_tied_as_odt_has_them() -> None:
    """What the report of extraction measures is written with its notes."""
    blocks = child.read(odt(PARAGRAPHS), media.ODT).blocks
    assert shown(blocks) == [
        f"First. {TOLD}^1^, as the monitors say.",
        f"Second. {TOLD}.",
        f"Third. {TOLD}.^2^ They^3^",
    ]
    noted = [block.text for block in blocks if block.kind is BlockKind.NOTE]
    assert noted == list(NOTES)


@pytest.mark.parametrize(
    "body",
    [
        # Contents, an index and cross-references of a law lead within the page, and are no notes.
        '<p><a href="#s1">1</a> <a href="#s2">2</a></p><p id="s1">One of all.</p>',
        '<p>See <a href="#art5a">(a)</a> of it.</p><p id="art5a">(a) A person may appeal.</p>',
        '<p><a href="#x">[X]</a></p><p id="x">Xenophobia is a crime.</p>',
        '<p>As <a href="#fn-a">they said</a> then.</p><p id="fn-a">What they said is known.</p>',
        # Exponents, ordinals, and a figure that no later paragraph begins with.
        "<p>On the 22<sup>nd</sup> of 10<sup>1</sup> days.</p><p><sup>1</sup> A power of ten.</p>",
        "<p>An area of 3 km<sup>1</sup> in all.</p><p><sup>1</sup> A power of one.</p>",
        "<p>The judges<sup>1</sup> were there.</p><p>Nothing is noted.</p>",
        # The note is named, but has no words, stands above, or heads a section.
        '<p>Words<a href="#fn1">[1]</a> of it.</p><p id="fn1">1.</p>',
        '<p id="fn1">A note above.</p><p>Words<a href="#fn1">[1]</a> of it.</p>',
        '<p>Words<a href="#fn1">[1]</a> of it.</p><h2 id="fn1">Heads of state</h2><p>All.</p>',
    ],
)
def test_what_is_no_note_keeps_its_words(body: str) -> None:
    """Every word and figure stays where it was, and no link of a call is left."""
    plain = [block.text for block in html_tree.fragment(body).blocks]
    found = of_page(body)
    assert [block.text for block in found] == plain
    assert [block.kind for block in found].count(BlockKind.NOTE) == 0
    assert not any(notes.is_call(link) for block in found for link in block.links)


def test_a_note_called_again_is_tied_to_every_call() -> None:
    """As in a wiki, where one source is given for many sentences, with a link back to each."""
    call = '<sup id="cite_ref-a_%s"><a href="#cite_note-a">[a]</a></sup>'
    found = of_page(
        f"<p>The army came{call % 0} at night.{call % 1}</p><p>It left{call % 2}.</p><ul>"
        '<li id="cite_note-a">^ <a href="#cite_ref-a_0"><sup><b>a</b></sup></a> '
        '<a href="#cite_ref-a_1"><sup><b>b</b></sup></a> <span>The log of the army.</span></li>'
        "</ul>"
    )
    assert shown(found) == ["The army came^a^ at night.^+a^", "It left^+a^."]
    assert notes.tied(found) == {2: ((0, 13), (0, 23), (1, 7))}
    assert [(block.number, block.text) for block in found[2:]] == [("a", "The log of the army.")]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        # A typed note that is called twice, and one of a later chapter that is not.
        ("One.[^1] Two.[^1]\n\n[^1]: Ibid.\n", ["One.^1^ Two.^+1^"]),
        (
            "One.<sup>1</sup> Two.<sup>2</sup> Three.<sup>1</sup> 5 m<sup>2</sup>\n\n"
            "<sup>1</sup> Ibid.\n\n<sup>2</sup> Id.\n",
            ["One.^1^ Two.^2^ Three.^+1^ 5 m2"],
        ),
    ],
)
def test_typed_and_raised_notes_may_be_called_again(body: str, told: list[str]) -> None:
    """The same number leads to the same note; an exponent is none."""
    assert shown(markdown_reader.read(body).blocks) == told


def test_a_call_back_over_a_note_of_the_same_number_has_no_place() -> None:
    """Which of two notes 1 it calls could not be told from the text; nothing is made up."""
    call = '<a href="#fn%s">[1]</a>'
    found = of_page(
        f"<p>One{call % 'a'}. Two{call % 'b'}. One{call % 'a'}. Two{call % 'b'}.</p>"
        '<p id="fna">[1] First.</p><p id="fnb">[1] Second.</p>'
    )
    assert shown(found) == ["One^1^. Two^1^. One. Two^+1^."]
    assert notes.tied(found) == {1: ((0, 3),), 2: ((0, 8), (0, 18))}


def test_calls_side_by_side_leave_no_commas() -> None:
    """Two notes at one word, one of two paragraphs; a word after a call stays apart."""
    found = of_page(
        '<p>They saw<sup><a href="#fn1">1</a>, <a href="#fn2">2</a></sup>it all.</p>'
        '<ol><li id="fn1"><p>One of all.</p><p>It goes on.</p></li><li id="fn2">Two.</li></ol>'
    )
    assert shown(found) == ["They saw^1^^2^ it all."]
    assert [(block.number, block.text) for block in found[1:]] == [
        ("1", "One of all."),
        ("", "It goes on."),
        ("2", "Two."),
    ]


def test_links_in_a_noted_paragraph_stay_where_they_are() -> None:
    """Anchors before and after a call have the same words as before."""
    (block, note) = of_page(
        '<p>The <a href="https://a.example/r">report</a>[<a href="#fn1">1</a>] and the '
        '<a href="https://a.example/l">law</a> of it.</p>'
        '<p id="fn1">[1] See <a href="https://a.example/n">the annex</a>.</p>'
    )
    found = [(block.text[one.start : one.end], one.target) for one in block.links]
    links = [("report", "https://a.example/r"), ("", "#1"), ("law", "https://a.example/l")]
    assert (block.text, found) == ("The report and the law of it.", links)
    (link,) = note.links
    assert (note.text, note.text[link.start : link.end]) == ("See the annex.", "the annex")


def test_notes_of_a_page_come_with_its_main_text_alone() -> None:
    """A note that trafilatura would leave out is kept; one of the page's margin is not."""
    aside = '<aside><p>Buy it<a href="#fn9">[9]</a> now.</p><p id="fn9">[9] Not today.</p></aside>'
    content = page(PARAGRAPHS, PROGRAMS[0]).decode().replace("</main>", f"</main>{aside}")
    blocks = html_reader.read(content.encode()).blocks
    assert [block.number for block in blocks if block.kind is BlockKind.NOTE] == ["1", "2", "3"]
    assert not any("Buy" in block.text for block in blocks)


def test_addresses_on_the_writers_own_disk_are_calls_too() -> None:
    """As Word leaves them when a text is pasted into a page; any other such link has no target."""
    own = "file:///C:/Temp/x%20y.docx"
    found = markdown_reader.read(
        f"The army[[1]]({own}#_ftn1) came, [as known]({own}).\n\n[[1]]({own}#_ftnref1) Its log.\n"
    ).blocks
    assert shown(found) == ["The army^1^ came, as known."]
    assert found[0].links[-1].target == ""
    assert (found[1].number, found[1].text) == ("1", "Its log.")


def test_typed_notes_may_have_names_and_one_word() -> None:
    """Names are numbered in order; a note of one word is no address of Markdown's own."""
    found = markdown_reader.read("One.[^b] Two.[^a] Three.[^c]\n\n[^b]: Ibid.\n[^a]: Id.\n").blocks
    assert shown(found) == ["One.^1^ Two.^2^ Three."]
    assert [(block.number, block.text) for block in found[1:]] == [("1", "Ibid."), ("2", "Id.")]
