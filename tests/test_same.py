"""The same statement on several sites, or in several languages, is proposed and decided once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from builds import HashEncoder, settings_in
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from shelves import ask, hit_of, keep, names, opened

from archive import generation, soundness, statements
from archive.answer import as_json
from archive.errors import RecordError
from archive.model import Document
from archive.opened import open_index
from archive.statements import Pair
from indexer import same
from indexer.cli import archive
from indexer.commands.search import as_text

WORDS = [f"word{number}" for number in range(400)]
TEXT = " ".join(WORDS)


def pair(one: str, other: str, *, is_same: bool = True) -> Pair:
    return Pair(one=one, other=other, is_same=is_same, by="A", decided_at="2026-01-01T00:00:00Z")


def test_a_group_is_what_hangs_together() -> None:
    """The same as the same is the same; a rejected pair joins nothing."""
    found = statements.groups([pair("a", "b"), pair("b", "c"), pair("d", "e", is_same=False)])
    assert found == dict.fromkeys("abc", ("a", "b", "c"))


@given(st.permutations("abcdef"))
def test_a_group_has_one_number_and_is_kept(doc_ids: list[str]) -> None:
    """Whatever their order, documents of a group and no others share a number."""
    group_of = statements.groups([pair("a", "b"), pair("b", "x"), pair("c", "e")])
    number = dict(zip(doc_ids, statements.numbers(doc_ids, group_of).tolist(), strict=True))
    assert number["a"] == number["b"]
    assert number["c"] == number["e"]
    assert len(set(number.values())) == 4


def test_search_shows_a_statement_once(tmp_path: Path) -> None:
    """At the place of its best document, with the others beside it; they count once too."""
    settings = settings_in(tmp_path)
    for doc_id in ("a-en", "b-fr", "c-es", "d-en"):
        keep(settings.corpus, doc_id, ["Torture has to end."], title=f"Statement {doc_id}")
    before = ask(opened(tmp_path, HashEncoder()), "torture")
    assert (before.total, len(names(before))) == (4, 4)
    assert all(hit.also == () for hit in before.hits)
    for one, other in (("a-en", "b-fr"), ("b-fr", "c-es")):
        statements.add(settings.corpus, pair(one, other))
    page = ask(opened(tmp_path, HashEncoder()), "torture")
    best = next(name for name in names(before) if name != "d-en")
    expected = [name for name in names(before) if name in (best, "d-en")]
    assert (page.total, page.total_passages, names(page)) == (2, 4, expected)
    others = sorted({"a-en", "b-fr", "c-es"} - {best})
    assert [document.doc_id for document in hit_of(page, best).also] == others
    assert hit_of(page, "d-en").also == ()
    assert as_json(page)["hits"][expected.index(best)]["also"] == others
    assert f"the same statement: {others[0]}" in as_text(page)
    statements.add(settings.corpus, pair("a-en", "b-fr", is_same=False))
    apart = ask(opened(tmp_path, HashEncoder()), "torture")
    assert (apart.total, {"a-en", "d-en"} - {*names(apart)}) == (3, set())


def test_shared_words_are_told_by_sketches() -> None:
    """A copy is 1, another text 0, a text with a fifth of other words in between."""
    changed = " ".join(WORDS[:320] + [word.upper() + "x" for word in WORDS[320:]])
    whole = same.sketch(TEXT)
    assert same.resemblance(whole, same.sketch(TEXT.upper())) == 1
    assert same.resemblance(whole, same.sketch("other " * 400)) == 0
    assert abs(same.resemblance(whole, same.sketch(changed)) - 316 / 476) < 0.12
    assert same.resemblance(same.sketch("too short"), same.sketch("too short")) == 0


def test_translations_are_each_other_s_nearest() -> None:
    """Of two languages, with as many passages; the same language is a matter of words."""
    random = np.random.default_rng(1)
    meanings = random.standard_normal((6, 32)).astype(np.float32)
    documents = [
        Document(doc_id=f"{one}-{at}", title="", language=one)
        for one in ("en", "fr")
        for at in range(6)
    ]
    means = np.concatenate(
        [meanings + 3, meanings - 3 + 0.05 * random.standard_normal((6, 32)).astype(np.float32)]
    )
    counts = [10] * 11 + [40]
    usual = {"en": means[:6].mean(axis=0), "fr": means[6:].mean(axis=0)}
    found = list(same.translations(documents, means, counts, usual=usual))
    assert [(one.one, one.other) for one in found] == [(f"en-{at}", f"fr-{at}") for at in range(5)]
    assert list(same.translations(documents[:1], means[:1], counts[:1], usual=usual)) == []


def test_few_documents_of_a_language_have_no_average_of_their_own(tmp_path: Path) -> None:
    """Their texts would mean nothing once it is taken away: they are measured by all languages."""
    corpus = settings_in(tmp_path).corpus
    for code, count in (("en", 5), ("fr", 4)):
        for at in range(count):
            keep(corpus, f"{code}-{at}", [f"{code} text {at} of its own"], language=code)
    opened(tmp_path, HashEncoder())
    index = open_index(generation.open_served(settings_in(tmp_path).var))
    assert index.vectors is not None
    matrix, _ = index.vectors.windows_of(np.arange(9))
    english = index.columns.rows_having("language", ["en"])
    assert same._usual(index, "fr") == pytest.approx(matrix.mean(axis=0))
    assert same._usual(index, "en") == pytest.approx(matrix[english].mean(axis=0))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line over two copies of a statement and another one."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ARCHIVE_VAR", str(tmp_path / "var"))

    def call(*words: object) -> Result:
        return CliRunner().invoke(archive, [str(word) for word in words])

    for name, text in (
        ("here", TEXT),
        ("there", f"Share this page.\n\n{TEXT}"),
        ("else", TEXT[::-1]),
    ):
        (tmp_path / f"{name}.txt").write_text(text)
        call("add", "--doc-id", name, "--language", "en", tmp_path / f"{name}.txt")
    return call


def test_what_was_decided_is_not_proposed_again(run: Callable[..., Result], tmp_path: Path) -> None:
    """It lasts in the corpus, sealed; the last word counts."""
    assert run("same").stdout.startswith("perhaps: here there (0.9")
    assert run("same", "--reject", "there", "here", "--by", "A").exit_code == 0
    assert run("same").stdout == ""
    run("same", "--accept", "here", "there", "--by", "A")
    assert run("same").stdout == "same: here there\n"
    assert list(soundness.damage(tmp_path / "corpus")) == []


def test_a_pair_needs_two_documents_that_are_there(run: Callable[..., Result]) -> None:
    """And a name; each mistake is one line."""
    for words, said in (
        (("--accept", "here", "nowhere", "--by", "A"), "no record 'nowhere'"),
        (("--accept", "here", "here", "--by", "A"), "given twice"),
        (("--accept", "here", "there"), "by is empty"),
    ):
        assert said in str(run("same", *words).exception)


def test_an_altered_list_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    """A decision that nobody made is not taken for one."""
    run("same", "--accept", "here", "there", "--by", "A")
    path = tmp_path / "corpus" / statements.SOURCE
    path.write_bytes(path.read_bytes().replace(b"true", b"false"))
    with pytest.raises(RecordError, match="altered"):
        statements.read(tmp_path / "corpus")
