"""Passages are exact pieces of their version's text, and know what they are."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Passage, PassageKind, Voice
from indexer import language
from indexer.extract import child, media
from indexer.extract.blocks import Block, BlockKind, BlockLink, Extraction
from indexer.extract.inline import join
from indexer.segment import PASSAGE_WORDS, segment

SHARED = Path(__file__).parents[2] / "shared" / "data"
REAL = (
    "icjtoday/opinion/elevate-the-law-in-the-fight-against-atrocities.md",
    "cvr-peru-es/introduccion.md",
    "udhr/arb.html",
    "udhr/cmn_hans.html",
    "echr-docx/001-177299.docx",
    "unga-pdf/A_RES_73_7-EN.pdf",
    "pdf-edge/tracemonkey.pdf",
)
SENTENCE = "The undersigned organisations ask that the truth be told to all who wait for it. "


def cut(blocks: Sequence[Block], spoken: str = "en") -> tuple[str, tuple[Passage, ...]]:
    return segment(blocks, doc_id="doc", version_id="v1", language=spoken)


def paragraph(text: str) -> Block:
    return Block(text=text)


def item(text: str, number: str = "") -> Block:
    return Block(text=text, kind=BlockKind.ITEM, level=1, number=number)


def heading(text: str, level: int = 2) -> Block:
    return Block(text=text, kind=BlockKind.HEADING, level=level)


def assert_exact(text: str, passages: Sequence[Passage]) -> None:
    """Every passage and anchor stands where it says; passages come in order and do not overlap."""
    end = 0
    for passage in passages:
        assert passage.start >= end
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert len(passage.text.split()) <= PASSAGE_WORDS
        for link in passage.links:
            assert passage.start <= link.start < link.end <= passage.end
            assert text[link.start : link.end] == link.anchor
        end = passage.end
    assert len({passage.passage_id for passage in passages}) == len(passages)


@st.composite
def any_block(draw: st.DrawFn) -> Block:
    words = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=12)
    runs = draw(
        st.lists(
            st.tuples(words.map(" ".join), st.sampled_from([None, "", "https://a.b/c"])), max_size=4
        )
    )
    repeats = draw(st.sampled_from([1, 1, 1, 40]))
    text, links = join(runs * repeats)
    return Block(
        text=text or "x",
        links=links,
        kind=draw(st.sampled_from(BlockKind)),
        level=draw(st.integers(0, 9)),
        number=draw(st.sampled_from(["", "1", "2", "iv"])),
        page=draw(st.none() | st.integers(1, 9)),
    )


@settings(max_examples=80)
@given(st.lists(any_block(), max_size=6))
def test_offsets_are_exact_and_no_word_is_lost(blocks: list[Block]) -> None:
    """Whatever the blocks are: the passages are the blocks' words, each at its place."""
    text, passages = cut(blocks)
    assert_exact(text, passages)
    kept = "".join("".join(passage.text.split()) for passage in passages)
    assert kept == "".join("".join(block.text.split()) for block in blocks)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not here")
def test_offsets_are_exact_in_real_documents(name: str) -> None:
    """The same holds for every type and script of file."""
    path = SHARED / "documents" / name
    content = path.read_bytes()
    found = child.read(content, media.of(content, path.suffix))
    spoken = language.of_document(" ".join(block.text for block in found.blocks))
    text, passages = cut(found.blocks, spoken)
    assert len(passages) > 10
    assert_exact(text, passages)


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences() -> None:
    """Parts of one paragraph share its section and number, and each is whole sentences."""
    _, passages = cut([item(SENTENCE * 41, "7")])
    assert len(passages) == 3
    assert all(passage.text.endswith(".") and passage.number == "7" for passage in passages)
    assert {passage.text.split()[0] for passage in passages} == {"The"}


def test_numbered_items_after_a_lead_in_that_calls_are_calls() -> None:
    """A call knows its number and the sentence that introduces it; a plain list is none."""
    blocks = [
        paragraph("We have waited long. The alliance urges all States to:"),
        item("Arrest the accused.", "1"),
        paragraph("This is overdue."),
        item("Protect the witnesses.", "2"),
        paragraph("The regions studied were the following:"),
        item("The north.", "1"),
    ]
    _, found = cut(blocks)
    calls = [passage for passage in found if passage.kind is PassageKind.CALL]
    assert [(call.number, call.text) for call in calls] == [
        ("1", "Arrest the accused."),
        ("2", "Protect the witnesses."),
    ]
    assert {call.lead_in for call in calls} == {"The alliance urges all States to:"}
    assert found[-1].kind is PassageKind.PARAGRAPH


@pytest.mark.parametrize(
    "lead",
    [
        "Les organisations signataires appellent les États à :",
        "Nous demandons aux autorités de :",
        "Las organizaciones firmantes exigen al Estado:",
        "Hacemos un llamado a los Estados para:",
        "ونحن نطالب جميع الدول بما يلي:",
        "States must:",
    ],
)
def test_calls_are_told_in_the_languages_of_the_archive(lead: str) -> None:
    """The verb of the lead-in decides, in English, French, Spanish and Arabic."""
    _, found = cut([paragraph(lead), item("x", "1")], "und")
    assert found[1].kind is PassageKind.CALL


@pytest.mark.parametrize("vote", ["Against:", "Contre :", "En contra:", "المعارضون:"])
def test_those_who_voted_so_are_no_lead_in(vote: str) -> None:
    """A resolution's paragraphs behind a roll call are not introduced by "Against:"."""
    blocks = [
        paragraph("In favour:"),
        paragraph(vote),
        item("Welcomes the report;", "1"),
        item("Calls upon States to act;", "2"),
    ]
    _, found = cut(blocks)
    assert [passage.lead_in for passage in found[2:]] == ["", ""]
    assert found[-1].kind is PassageKind.CALL


def test_an_operative_paragraph_of_a_resolution_is_a_call() -> None:
    """Without a lead-in, its own first verb says so."""
    _, found = cut([item("Welcomes the report;", "1"), item("Calls upon States to act;", "2")])
    assert [passage.kind for passage in found] == [PassageKind.PARAGRAPH, PassageKind.CALL]


def test_the_section_is_the_nearest_heading_above() -> None:
    """A heading's own section is the one that it stands in."""
    blocks = [heading("A", 1), heading("B", 2), paragraph("x"), heading("C", 2), paragraph("y")]
    _, found = cut(blocks)
    assert [passage.section for passage in found] == ["", "A", "B", "A", "C"]


def test_about_at_the_end_is_boilerplate_and_about_in_the_text_is_not() -> None:
    """What an issuer puts below every text is told by its heading and its place."""
    blocks = [
        heading("About the arrests"),
        paragraph(SENTENCE * 3),
        heading("About the Alliance"),
        paragraph(SENTENCE),
    ]
    _, found = cut(blocks)
    assert [passage.kind is PassageKind.BOILERPLATE for passage in found] == [
        False,
        False,
        True,
        True,
    ]


def test_a_paragraph_between_quotation_marks_is_quoted() -> None:
    """Its voice is not the issuer's; a paragraph that only quotes in part keeps its own."""
    whole = "“They came at night and took my brother, and nobody has told us where he is.”"
    _, found = cut([paragraph(whole), paragraph(f"She said: {whole}")])
    assert [passage.voice for passage in found] == [Voice.QUOTED, Voice.OWN]
    assert found[0].kind is PassageKind.QUOTATION


def test_short_passages_have_the_language_of_their_document() -> None:
    """A long passage in another language says so; a heading is too short to."""
    french = "Nous demandons que toute la vérité soit faite sur le sort des personnes disparues."
    _, found = cut([heading("Conclusion"), paragraph(french), paragraph(SENTENCE)])
    assert [passage.language for passage in found] == ["en", "fr", "en"]


def test_a_link_that_is_cut_in_two_stays_within_its_passages() -> None:
    """Each part of a long paragraph has its part of the link."""
    text = (SENTENCE * 30).strip()
    link = BlockLink(start=0, end=len(text), target="https://a.example/")
    whole, found = cut([Block(text=text, links=(link,))])
    assert_exact(whole, found)
    assert [len(passage.links) for passage in found] == [1, 1]


@pytest.fixture(scope="module")
def statement() -> Extraction:
    """The blocks of a real joint statement, a PDF that was turned into text."""
    paths = sorted((SHARED / "seed").glob("*.txt"))
    if not paths:
        pytest.skip("the real statement is not here")
    return child.read(paths[0].read_bytes(), media.TEXT)


def test_the_real_statement_has_its_title_and_date(statement: Extraction) -> None:
    """Both are printed in it; nothing else is made up."""
    assert statement.title == "Victims ignored, Justice denied ACT NOW!"
    assert statement.issued == "2025-07-17"
    assert (statement.publishers, statement.kind, statement.url) == ((), "", "")


def test_the_real_statement_is_cut_as_a_reader_would(statement: Extraction) -> None:
    """Header gone, captions, calls with lead-in and "About" told, links kept but unresolved."""
    text, passages = cut(statement.blocks)
    assert_exact(text, passages)
    of_kind = {kind: [one for one in passages if one.kind is kind] for kind in PassageKind}
    assert "Making Justice Work\n" not in text
    assert [one.text.split()[0] for one in of_kind[PassageKind.CAPTION]] == ["©", "Photo:"]
    calls = of_kind[PassageKind.CALL]
    assert [call.number for call in calls] == ["1", "2", "3", "4"]
    assert all("urges all States" in call.lead_in for call in calls)
    assert [call.text.split()[0] for call in calls] == ["Ensure", "Take", "Support", "Implement"]
    boilerplate = of_kind[PassageKind.BOILERPLATE]
    assert len(boilerplate) == 2
    assert boilerplate[0].text.startswith("About the")
    links = [link for one in passages for link in one.links]
    assert len(links) == 9
    assert {(link.target, link.state) for link in links} == {("", "unresolved")}
    assert not any(re.search(r"\*\*|\]\(", one.text) for one in passages)
    assert {one.language for one in passages} == {"en"}
