"""Test collections are read as they are written, and a bad file is named in one line."""

import json
from pathlib import Path

import pytest

from archive.errors import IntakeError
from indexer.evaluate.collections import Topic, read_beir, read_trec

TOPICS = 'query_id\ttype\tlanguage\ttext\nq1\tquote\ten\t"two words"\nq2\tquestion\tfr\tQui ?\n'
QRELS = "q1 0 doc-a 2\nq1 0 doc-b 0\nq2 0 doc-a 1\n"


def trec(folder: Path, topics: str = TOPICS, qrels: str = QRELS) -> tuple[Path, Path]:
    (folder / "topics.tsv").write_text(topics, encoding="utf-8")
    (folder / "qrels.txt").write_text(qrels, encoding="utf-8")
    return folder / "topics.tsv", folder / "qrels.txt"


def beir(folder: Path, queries: str, qrels: str) -> Path:
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_topics_keep_their_quotation_marks_and_class(tmp_path: Path) -> None:
    """A quotation mark is part of the query, as it is in a search box."""
    collection = read_trec(*trec(tmp_path))
    assert collection.topics == (
        Topic(query_id="q1", type="quote", language="en", text='"two words"'),
        Topic(query_id="q2", type="question", language="fr", text="Qui ?"),
    )
    assert collection.qrels == {"q1": {"doc-a": 2, "doc-b": 0}, "q2": {"doc-a": 1}}
    assert collection.name == "topics"


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    """The header says where a column stands; a byte order mark is no part of its name."""
    topics = "\ufefftext\tlanguage\textra\tquery_id\ttype\nWho\ten\t-\tq1\tquestion\n"
    collection = read_trec(*trec(tmp_path, topics=topics))
    assert collection.topics == (Topic(query_id="q1", type="question", language="en", text="Who"),)


def test_only_topics_with_a_relevant_document_count(tmp_path: Path) -> None:
    """A topic without judgments, or with grades of 0 and below alone, is left out and counted."""
    topics = "query_id\ttype\tlanguage\ttext\n" + "".join(f"q{n}\t\t\tword\n" for n in range(4))
    collection = read_trec(*trec(tmp_path, topics=topics, qrels="q0 0 a 1\nq1 0 a 0\nq2 0 a -1\n"))
    assert [topic.query_id for topic in collection.topics] == ["q0"]
    assert collection.left_out == 3


def test_a_beir_folder_is_read(tmp_path: Path) -> None:
    """Ids keep their slashes; the qrels' header is no judgment; the folder names the set."""
    folder = tmp_path / "small"
    folder.mkdir()
    queries = json.dumps({"_id": "q/1", "text": "résolution", "metadata": {}}) + "\n"
    collection = read_beir(beir(folder, queries, "query-id\tcorpus-id\tscore\nq/1\tS/RES/1\t3\n"))
    assert collection.name == "small"
    assert collection.topics == (Topic(query_id="q/1", text="résolution"),)
    assert collection.qrels == {"q/1": {"S/RES/1": 3}}


@pytest.mark.parametrize(
    ("topics", "qrels", "message"),
    [
        ("query_id\ttype\ttext\nq1\tx\tword\n", QRELS, r"topics.tsv has no column 'language'"),
        ("", QRELS, r"topics.tsv has no column 'query_id'"),
        (TOPICS + "q3\tquote\n", QRELS, r"topics.tsv, line 4 has 2 columns; the header has 4"),
        (TOPICS + "q1\tx\ten\tagain\n", QRELS, r"topics.tsv has the topic 'q1' twice"),
        (TOPICS + "q 3\tx\ten\tword\n", QRELS, r"topics.tsv, line 4: _id is 'q 3'"),
        (TOPICS, "q1 doc-a 2\n", r"qrels.txt, line 1 has 3 columns"),
        (TOPICS, "q1 0 doc-a high\n", r"qrels.txt, line 1: relevance is 'high'"),
        (TOPICS, "q1 0 doc-a 101\n", r"qrels.txt, line 1: relevance is '101'"),
        (TOPICS, "q1 0 doc-a 1\nq1 0 doc-a 2\n", r"line 2 judges 'doc-a' for 'q1' a second time"),
        (TOPICS, "other 0 doc-a 1\n", r"topics: no topic has a document judged relevant"),
    ],
)
def test_a_bad_trec_file_is_named_in_one_line(
    tmp_path: Path, topics: str, qrels: str, message: str
) -> None:
    """The message holds the file, the line and the value, and is one line."""
    with pytest.raises(IntakeError, match=message) as raised:
        read_trec(*trec(tmp_path, topics=topics, qrels=qrels))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("queries", "qrels", "message"),
    [
        ('{"_id": "q1", "text": \n', "h\th\th\nq1\ta\t1\n", r"queries.jsonl, line 1 is not JSON"),
        ("[" * 100_000 + "\n", "h\th\th\n", r"queries.jsonl, line 1 is not JSON"),
        ('["q1"]\n', "h\th\th\n", r"queries.jsonl, line 1 is not a JSON object"),
        ('{"text": "x"}\n', "h\th\th\n", r"queries.jsonl, line 1: _id is None"),
        ('{"_id": 7, "text": "x"}\n', "h\th\th\n", r"queries.jsonl, line 1: _id is 7"),
        ('{"_id": "q1", "text": 7}\n', "h\th\th\n", r"queries.jsonl, line 1: text is 7"),
        ('{"_id": "q1", "text": "x"}\n', "h\th\nq1\ta\n", r"qrels.tsv, line 1 has 2 columns"),
        ('{"_id": "q1", "text": "x"}\n', "h\th\th\nq1\ta\t.5\n", r"line 2: relevance is '.5'"),
    ],
)
def test_a_bad_beir_file_is_named_in_one_line(
    tmp_path: Path, queries: str, qrels: str, message: str
) -> None:
    """The message holds the file, the line and the value, and is one line."""
    with pytest.raises(IntakeError, match=message) as raised:
        read_beir(beir(tmp_path, queries, qrels))
    assert "\n" not in str(raised.value)


def test_a_missing_or_undecodable_file_is_named(tmp_path: Path) -> None:
    """What the system says of a file is passed on with its name."""
    topics, qrels = trec(tmp_path)
    with pytest.raises(IntakeError, match=r"absent.tsv cannot be read"):
        read_trec(tmp_path / "absent.tsv", qrels)
    topics.write_bytes(b"query_id\ttype\tlanguage\ttext\nq1\t\t\t\xff\n")
    with pytest.raises(IntakeError, match=r"topics.tsv is not UTF-8"):
        read_trec(topics, qrels)
