"""A test collection: topics with graded judgments, read from TREC or BEIR files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import IntakeError

# Judgments by topic and document: qrels[query_id][doc_id] is the relevance, 0 or more.
Qrels = Mapping[str, Mapping[str, int]]

TOPIC_COLUMNS = ("query_id", "type", "language", "text")
# The scorer keeps one counter a grade, so a grade is bounded; collections in use stop at 5.
MAX_RELEVANCE = 100
MAX_FILE_BYTES = 2**31
MAX_TOPICS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A query of a collection; `type` is its class, empty where the collection has none."""

    query_id: str
    text: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Topics in the order of their file, each with at least one relevant document.

    `left_out` counts the topics for which no document was judged relevant.
    """

    name: str
    topics: tuple[Topic, ...]
    qrels: Qrels
    left_out: int = 0


def read_trec(topics: Path, qrels: Path) -> Collection:
    """The collection of a tab separated `topics` file and TREC `qrels`.

    The topics' header names the columns query_id, type, language and text; a line of qrels is
    `query_id iteration doc_id relevance`. Raises IntakeError naming file, line and value.
    """
    return _collection(topics.stem, _read_topics(topics), _judgments(_trec_lines(qrels), qrels))


def read_beir(folder: Path) -> Collection:
    """The collection of a BEIR `folder` with queries.jsonl and qrels.tsv; raises IntakeError."""
    path = folder / "queries.jsonl"
    topics = [
        Topic(query_id=checked_id(entry, where), text=text_of(entry, "text", where))
        for where, entry in json_lines(path)
    ]
    qrels = folder / "qrels.tsv"
    return _collection(
        folder.resolve().name, _unique(topics, path), _judgments(_beir_lines(qrels), qrels)
    )


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, numbered from 1; raises IntakeError."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise IntakeError(f"{path} is larger than {MAX_FILE_BYTES} bytes; split it.")
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise IntakeError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise IntakeError(f"{path} is not UTF-8 text; convert it.") from error


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file, each with where it stands; raises IntakeError."""
    for number, line in lines(path):
        where = f"{path}, line {number}"
        try:
            entry = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise IntakeError(f"{where} is not JSON: '{line[:40]}'.") from error
        if not isinstance(entry, dict):
            raise IntakeError(f"{where} is not a JSON object: '{line[:40]}'.")
        yield where, entry


def text_of(entry: Mapping[str, Any], key: str, where: str) -> str:
    """The string under `key`, empty where it is absent or null; raises IntakeError."""
    value = entry.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise IntakeError(f"{where}: {key} is {value!r}; give a string.")
    return value


def checked_id(entry: Mapping[str, Any], where: str) -> str:
    """The entry's `_id`, which run files need without white space; raises IntakeError."""
    value = entry.get("_id")
    if not isinstance(value, str) or not value or value.split() != [value]:
        raise IntakeError(f"{where}: _id is {value!r}; give a string without white space.")
    return value


def _collection(name: str, topics: list[Topic], qrels: Qrels) -> Collection:
    """Topics that have a relevant document, with their judgments alone."""
    judged = tuple(topic for topic in topics if any(qrels.get(topic.query_id, {}).values()))
    if not judged:
        raise IntakeError(
            f"{name}: no topic has a document judged relevant; do topics and qrels belong together?"
        )
    return Collection(
        name=name,
        topics=judged,
        qrels={topic.query_id: qrels[topic.query_id] for topic in judged},
        left_out=len(topics) - len(judged),
    )


def _read_topics(path: Path) -> list[Topic]:
    """The topics of a tab separated file; quotation marks are text, as in a search box."""
    numbered = lines(path)
    _, first = next(numbered, (1, ""))
    header = first.removeprefix("\ufeff").split("\t")
    missing = [column for column in TOPIC_COLUMNS if column not in header]
    if missing:
        raise IntakeError(f"{path} has no column '{missing[0]}'; its header is '{first[:80]}'.")
    topics = []
    for number, line in numbered:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise IntakeError(
                f"{path}, line {number} has {len(cells)} columns; the header has {len(header)}."
            )
        row = dict(zip(header, cells, strict=True))
        query_id = checked_id({"_id": row["query_id"]}, f"{path}, line {number}")
        topics.append(
            Topic(query_id=query_id, text=row["text"], type=row["type"], language=row["language"])
        )
    return _unique(topics, path)


def _unique(topics: list[Topic], path: Path) -> list[Topic]:
    """The topics as they are; raises IntakeError where two have one id or there are too many."""
    if len(topics) > MAX_TOPICS:
        raise IntakeError(f"{path} has {len(topics)} topics; at most {MAX_TOPICS} are evaluated.")
    seen: set[str] = set()
    for topic in topics:
        if topic.query_id in seen:
            raise IntakeError(f"{path} has the topic '{topic.query_id}' twice; keep one.")
        seen.add(topic.query_id)
    return topics


def _trec_lines(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Numbered (query_id, doc_id, relevance) of `query_id iteration doc_id relevance` lines."""
    for number, line in lines(path):
        cells = line.split()
        if len(cells) != 4:
            raise IntakeError(
                f"{path}, line {number} has {len(cells)} columns;"
                " give query_id, iteration, doc_id, relevance."
            )
        yield number, (cells[0], cells[2], cells[3])


def _beir_lines(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Numbered (query_id, doc_id, relevance) of a tab separated file with a header."""
    for number, line in lines(path):
        cells = line.split("\t")
        if len(cells) != 3:
            raise IntakeError(
                f"{path}, line {number} has {len(cells)} columns;"
                " give query-id, corpus-id and score, separated by tabs."
            )
        if number > 1:
            yield number, (cells[0], cells[1], cells[2])


def _judgments(numbered: Iterator[tuple[int, tuple[str, str, str]]], path: Path) -> Qrels:
    """Judgments by topic and document; a grade below 0 counts as 0, as in trec_eval."""
    qrels: dict[str, dict[str, int]] = {}
    for number, (query_id, doc_id, grade) in numbered:
        if not grade.removeprefix("-").isdecimal() or abs(int(grade)) > MAX_RELEVANCE:
            raise IntakeError(
                f"{path}, line {number}: relevance is '{grade}';"
                f" give a whole number up to {MAX_RELEVANCE}."
            )
        relevance = max(0, int(grade))
        if qrels.setdefault(query_id, {}).setdefault(doc_id, relevance) != relevance:
            raise IntakeError(
                f"{path}, line {number} judges '{doc_id}' for '{query_id}' a second time."
            )
    return qrels
