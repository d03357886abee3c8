"""A BEIR corpus becomes rows: one passage a text, long ones cut, each with true offsets."""

import json
from pathlib import Path

import pytest

from archive.errors import IntakeError
from indexer.evaluate.beir import PASSAGE_WORDS, read_rows

ENGLISH = "The court was asked to publish the names of those responsible for the killings."
SPANISH = "El tribunal debe publicar los nombres de los responsables de las ejecuciones."


def corpus(folder: Path, *documents: dict[str, object]) -> Path:
    lines = [json.dumps(document, ensure_ascii=False) for document in documents]
    (folder / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_text_is_one_passage_under_its_title(tmp_path: Path) -> None:
    """Ids that no record could have are kept; the passage's own id is ASCII."""
    (row,) = read_rows(corpus(tmp_path, {"_id": "S/RÉS/1", "title": " A title ", "text": ENGLISH}))
    assert row.document.doc_id == row.passage.doc_id == "S/RÉS/1"
    assert row.document.title == "A title"
    assert row.passage.text == ENGLISH
    assert row.passage.language == "en"
    assert row.passage.passage_id.isascii()


def test_a_title_without_a_text_is_found_by_its_title(tmp_path: Path) -> None:
    """A document with a title alone has it for its passage; one without a word has no row."""
    rows = read_rows(
        corpus(
            tmp_path,
            {"_id": "1", "title": "Only a title", "text": ""},
            {"_id": "2", "title": " ", "text": "\n"},
            {"_id": "3", "text": "Only a text"},
            {"_id": "4", "title": None, "text": None},
        )
    )
    assert [(row.passage.doc_id, row.passage.text) for row in rows] == [
        ("1", "Only a title"),
        ("3", "Only a text"),
    ]


def test_a_long_text_is_cut_into_passages_of_whole_sentences(tmp_path: Path) -> None:
    """No passage is longer than the limit, offsets are exact, no word is lost or repeated."""
    text = " ".join([ENGLISH] * 80)
    rows = read_rows(corpus(tmp_path, {"_id": "long", "title": "T", "text": text}))
    assert len(rows) == -(-len(text.split()) // PASSAGE_WORDS)
    assert all(len(row.passage.text.split()) <= PASSAGE_WORDS for row in rows)
    assert all(row.passage.text.endswith("killings.") for row in rows)
    assert all(text[row.passage.start : row.passage.end] == row.passage.text for row in rows)
    assert " ".join(row.passage.text for row in rows) == text
    assert len({row.passage.passage_id for row in rows}) == len(rows)


def test_a_text_at_the_limit_is_whole(tmp_path: Path) -> None:
    """PASSAGE_WORDS words are one passage, one more are two."""
    words = "word " * PASSAGE_WORDS
    rows = read_rows(
        corpus(tmp_path, {"_id": "1", "text": words}, {"_id": "2", "text": words + "word"})
    )
    assert [row.passage.doc_id for row in rows] == ["1", "2", "2"]


def test_languages_are_told_apart_and_short_texts_follow_the_rest(tmp_path: Path) -> None:
    """A clear text has its own language; a short one that of the whole collection."""
    rows = read_rows(
        corpus(
            tmp_path,
            *({"_id": f"{number}", "text": f"{ENGLISH} {number}"} for number in range(5)),
            {"_id": "es", "text": SPANISH},
            {"_id": "short", "text": "Naval"},
        )
    )
    assert [row.passage.language for row in rows] == ["en"] * 5 + ["es", "en"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"_id": "1", "text": "a"}\n{"_id": "1", "text": "b"}', r"line 2 has the document '1'"),
        ('{"_id": "1", "text": "a"}\n{"_id"', r"line 2 is not JSON"),
        ('{"_id": "1 2", "text": "a"}', r"line 1: _id is '1 2'"),
        ('{"_id": "1", "title": ["a"]}', r"line 1: title is \['a'\]"),
        ('{"_id": "1", "text": ""}', r"has no document with a word in it"),
    ],
)
def test_a_bad_corpus_is_named_in_one_line(tmp_path: Path, lines: str, message: str) -> None:
    """The message holds the file, the line and the value, and is one line."""
    (tmp_path / "corpus.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(IntakeError, match=message) as raised:
        read_rows(tmp_path)
    assert "corpus.jsonl" in str(raised.value)
    assert "\n" not in str(raised.value)
