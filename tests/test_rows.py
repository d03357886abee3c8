"""A row comes back from its line as it was, and its key is of everything in it."""

import json
from dataclasses import asdict, fields, replace
from enum import StrEnum
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from shelves import row

from archive.model import (
    Document,
    Link,
    LinkState,
    Passage,
    PassageKind,
    Record,
    TextOrigin,
    Version,
    Voice,
)
from archive.rows import Row, dump, load, of_record, of_records

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINKS = st.builds(
    Link,
    anchor=TEXTS,
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    target=TEXTS,
    state=st.sampled_from(LinkState),
)
ROWS = st.builds(
    Row,
    document=st.builds(
        Document,
        doc_id=TEXTS,
        title=TEXTS,
        publishers=st.lists(TEXTS, max_size=3).map(tuple),
        themes=st.lists(TEXTS, max_size=3).map(tuple),
        url_checked=st.booleans(),
    ),
    passage=st.builds(
        Passage,
        passage_id=TEXTS,
        doc_id=TEXTS,
        version_id=TEXTS,
        text=TEXTS,
        start=st.integers(0, 9),
        end=st.integers(0, 9),
        kind=st.sampled_from(PassageKind),
        language=TEXTS,
        voice=st.sampled_from(Voice),
        page=st.none() | st.integers(1, 9),
        links=st.lists(LINKS, max_size=2).map(tuple),
        called_again=st.lists(st.integers(0, 9), max_size=2).map(tuple),
    ),
    origin=st.sampled_from(TextOrigin),
    captured_at=TEXTS,
    sha256=TEXTS,
)


@given(ROWS)
def test_a_row_comes_back_equal_from_one_line(made: Row) -> None:
    """Any text of a record keeps to its line, and nothing of it is lost."""
    line = dump(made)
    assert b"\n" not in line
    assert load(line) == made
    assert dump(load(line)) == line
    values = asdict(made)
    if not made.passage.called_again:
        del values["passage"]["called_again"]  # so that rows of before the field stay as they are
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert line == plain.encode()


def changed(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, StrEnum):
        return next(other for other in type(value) if other is not value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, str | tuple):
        return value + type(value)("x")
    return (value or 0) + 1


def test_every_field_is_in_the_key() -> None:
    """Rows are reused by their key, so that a change anywhere has to give another one."""
    made = row(1, "some words")
    keys = [made.key]
    for part in ("document", "passage"):
        one: Any = getattr(made, part)
        for field in fields(one):
            if field.name == "links":
                value: Any = (Link(anchor="a", start=0, end=1),)
            else:
                value = changed(getattr(one, field.name))
            keys.append(replace(made, **{part: replace(one, **{field.name: value})}).key)
    for name in ("origin", "captured_at", "sha256"):
        keys.append(replace(made, **{name: changed(getattr(made, name))}).key)
    assert len(set(keys)) == len(keys)


def test_rows_follow_the_text_and_then_the_document_ids() -> None:
    """Of each record only the last version is searched, whatever order its passages have."""
    found = of_records(iter([record("b", "two one"), record("a", "first", "later now")]))
    assert [(one.passage.doc_id, one.passage.text) for one in found] == [
        ("a", "later"),
        ("a", "now"),
        ("b", "two"),
        ("b", "one"),
    ]
    assert of_record(record("b", "two one")) == tuple(found[2:])


def record(doc_id: str, *versions: str) -> Record:
    """A record whose versions have a passage for each word, kept from the last to the first."""
    return Record(
        document=Document(doc_id=doc_id, title=""),
        versions=tuple(version(doc_id, f"v-{n}", text) for n, text in enumerate(versions)),
    )


def version(doc_id: str, version_id: str, text: str) -> Version:
    passages, start = [], 0
    for word in text.split():
        passages.append(
            Passage(
                passage_id=f"{doc_id}-{version_id}-{start}",
                doc_id=doc_id,
                version_id=version_id,
                text=word,
                start=start,
                end=start + len(word),
                kind=PassageKind.PARAGRAPH,
                language="en",
            )
        )
        start += len(word) + 1
    return Version(
        version_id=version_id,
        doc_id=doc_id,
        text=text,
        origin=TextOrigin.CAPTURED,
        passages=tuple(reversed(passages)),
        sha256="",
    )
