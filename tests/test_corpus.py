"""What ships in corpus/: 605 readable catalogue records and three well-formed lists of words."""

import json
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from archive import records
from archive.model import PassageKind, Record, TextOrigin

CORPUS = Path(__file__).parents[1] / "corpus"
CATALOGUE = Path(__file__).parents[2] / "shared" / "data" / "catalogue.jsonl"
LANGUAGES = ("en", "fr", "es", "ar")
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def shipped() -> list[Record]:
    """All records, read once."""
    return list(records.read_all(CORPUS))


def table(name: str) -> dict[str, Any]:
    """One of the lists of words, as TOML reads it."""
    return tomllib.loads((CORPUS / name).read_text(encoding="utf-8"))


def test_there_are_605_digests(shipped: list[Record]) -> None:
    """A fresh install searches 605 documents, each by its digest, and each says that it is one."""
    assert len(shipped) == 605
    for record in shipped:
        (version,) = record.versions
        (passage,) = version.passages
        assert version.origin is TextOrigin.DIGEST
        assert passage.kind is PassageKind.DIGEST
        assert version.text == passage.text == record.document.digest


def test_the_shipped_corpus_is_read_within_a_second() -> None:
    """Reading 605 records takes 0.2 s of processor time; a build starts by it, each time."""
    start = time.process_time()
    assert sum(1 for _ in records.read_all(CORPUS)) == 605
    assert time.process_time() - start < 1


def test_every_document_says_what_it_is(shipped: list[Record]) -> None:
    """A title, a digest, a kind, a language and a publisher are never empty."""
    for record in shipped:
        document = record.document
        assert document.title.strip()
        assert document.digest.strip()
        assert document.kind
        assert re.fullmatch("[a-z]{2}", document.language)
        assert document.publishers
        assert document.confidence in {"high", "medium"}


def test_unchecked_addresses_are_flagged(shipped: list[Record]) -> None:
    """An address that was noted in shortened form is never marked as a checked source."""
    checked = [record.document.url for record in shipped if record.document.url_checked]
    assert len(checked) == 278
    assert all(url.startswith(("https://", "http://")) for url in checked)


def test_dates_that_were_seen_and_dates_that_were_inferred_are_kept_apart(
    shipped: list[Record],
) -> None:
    """A date that was worked out never counts as one that stands in the source."""
    documents = [record.document for record in shipped]
    assert sum(document.issued != "" for document in documents) == 140
    assert sum(document.issued_inferred != "" for document in documents) == 409


def test_passage_ids_are_unique_in_the_corpus(shipped: list[Record]) -> None:
    """An address names one passage of one document."""
    ids = [passage.passage_id for record in shipped for passage in record.current.passages]
    assert len(set(ids)) == len(ids)


def test_the_records_are_the_catalogue(shipped: list[Record]) -> None:
    """Every field of the catalogue is kept unchanged; null is written as empty."""
    if not CATALOGUE.exists():
        pytest.skip("the catalogue is not on this machine")
    rows = [json.loads(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    by_id = {record.document.doc_id: record.document for record in shipped}
    assert len(rows) == len(by_id)
    for row in rows:
        for name, value in row.items():
            kept = getattr(by_id[row["doc_id"]], name)
            assert (list(kept) if isinstance(kept, tuple) else kept) == (
                "" if value is None else value
            )


def test_the_records_are_written_in_the_one_form(tmp_path: Path, shipped: list[Record]) -> None:
    """Writing a record again gives the bytes that are there, so a change shows as a change."""
    for record in shipped[::60]:
        folder = records.write(tmp_path, record)
        stored = CORPUS / folder.name / "record.toml"
        assert (folder / "record.toml").read_bytes() == stored.read_bytes()


# The lists of words


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("themes.toml", "group", 5),
        ("themes.toml", "theme", 45),
        ("speech_acts.toml", "act", 12),
        ("speech_acts.toml", "addressee", 14),
    ],
)
def test_terms_have_unique_ids_and_a_label_in_every_language(
    name: str, kind: str, count: int
) -> None:
    """A term can be shown to every reader, and each language says whether it was checked."""
    terms = table(name)[kind]
    assert len({term["id"] for term in terms}) == len(terms) == count
    for term in terms:
        assert re.fullmatch("[a-z][a-z-]*", term["id"])
        assert tuple(term["label"]) == LANGUAGES
        assert all(label.strip() for label in term["label"].values())
        assert ARABIC.search(term["label"]["ar"])
        assert term["checked"] == {"en": True, "fr": False, "es": False, "ar": False}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("themes.toml", "theme"), ("speech_acts.toml", "act"), ("speech_acts.toml", "addressee")],
)
def test_cues_are_words(name: str, kind: str) -> None:
    """No list of cues is empty, and no cue is blank, padded or there twice."""
    for term in table(name)[kind]:
        assert tuple(term["cues"]) == LANGUAGES
        for language, cues in term["cues"].items():
            assert cues, (term["id"], language)
            assert all(cue.strip() == cue != "" for cue in cues)
            assert len(set(cues)) == len(cues)
        assert all(ARABIC.search(cue) for cue in term["cues"]["ar"])


def test_every_theme_has_a_group_a_definition_and_arabic_cues() -> None:
    """No group is empty; a definition is one sentence in each language; Arabic has cues."""
    themes = table("themes.toml")
    groups = {group["id"] for group in themes["group"]}
    assert {theme["group"] for theme in themes["theme"]} == groups
    for theme in themes["theme"]:
        assert tuple(theme["definition"]) == LANGUAGES
        for words in theme["definition"].values():
            assert words.endswith(".")
            assert words.count(".") == 1, words
        assert ARABIC.search(theme["definition"]["ar"])
        assert len(theme["cues"]["ar"]) >= 3


def test_acts_say_whether_they_take_a_position() -> None:
    """A reported fact is never shown as a position, so each act says what it is."""
    acts = table("speech_acts.toml")["act"]
    assert {act["is_position"] for act in acts} == {"yes", "partly", "no"}
    assert all(act["definition"].endswith(".") for act in acts)


def test_a_name_of_the_thesaurus_means_one_thing() -> None:
    """Every entry has names in five languages, and no name stands in two entries of a language."""
    thesaurus = table("thesaurus.toml")
    languages = (*LANGUAGES, "de")
    assert thesaurus["checked"] == {language: language == "en" for language in languages}
    entries = thesaurus["entry"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    owners: dict[tuple[str, str], str] = {}
    for entry in entries:
        assert re.fullmatch("[a-z][a-z0-9-]*", entry["id"])
        assert tuple(entry) == ("id", *languages)
        for language in languages:
            assert entry[language], entry["id"]
            for name in entry[language]:
                assert name.strip() == name != ""
                assert owners.setdefault((language, name.casefold()), entry["id"]) == entry["id"]
            assert len(set(entry[language])) == len(entry[language])
        assert all(ARABIC.search(name) for name in entry["ar"])
