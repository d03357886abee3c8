"""`archive evaluate` measures the searcher that answers people, and says what it measured."""

import json
from pathlib import Path

import pytest
from builds import HashEncoder, fill, settings_in
from click.testing import CliRunner, Result

from archive import encoder
from archive.errors import IntakeError
from indexer.build import build
from indexer.commands.evaluate import evaluate
from indexer.evaluate.measures import NAMES

SHARED = Path(__file__).parents[2] / "shared" / "data"
MODES = ["keyword", "semantic", "hybrid"]

# (doc_id, text): "torture" stands in two of them, more densely in the first.
DOCUMENTS = (
    ("S/RES/1", "States must end torture and prosecute torture."),
    ("S/RES/2", "Families of the disappeared search for the truth; torture is one part of it."),
    ("S/RES/3", "The commission recommends reparation."),
)


@pytest.fixture(autouse=True)
def _quick_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deterministic encoder in the model's place; all folders below the test's own."""
    monkeypatch.setattr(encoder, "load", lambda name, *, cache: HashEncoder())
    chosen = settings_in(tmp_path)
    monkeypatch.setenv("ARCHIVE_CORPUS", str(chosen.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(chosen.var))
    monkeypatch.setenv("ARCHIVE_ENCODER", chosen.encoder)


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A collection of three documents and three queries, one of them without a judgment."""
    folder = tmp_path / "small"
    folder.mkdir()
    documents = [json.dumps({"_id": name, "title": "", "text": text}) for name, text in DOCUMENTS]
    queries = ("torture", "reparation commission", "unjudged")
    asked = [json.dumps({"_id": f"q{n}", "text": text}) for n, text in enumerate(queries)]
    (folder / "corpus.jsonl").write_text("\n".join(documents), encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
    (folder / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq0\tS/RES/2\t1\nq0\tS/RES/9\t1\nq1\tS/RES/3\t2\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def judged(tmp_path: Path) -> list[str]:
    """The options that name topics and judgments over a built index of five documents."""
    chosen = settings_in(tmp_path)
    fill(chosen.corpus, 5)
    build(chosen, encoder=HashEncoder())
    (tmp_path / "topics.tsv").write_text(
        "query_id\ttype\tlanguage\ttext\n"
        "k1\tknown item\ten\tdoc-003\n"
        "k2\tknown item\ten\tdoc-001\n"
        "w1\twords\ten\tjustice\n",
        encoding="utf-8",
    )
    (tmp_path / "qrels.txt").write_text(
        "k1 0 doc-003 1\nk2 0 doc-001 2\nw1 0 doc-000 1\n", encoding="utf-8"
    )
    return ["--topics", str(tmp_path / "topics.tsv"), "--qrels", str(tmp_path / "qrels.txt")]


def run(*options: str) -> Result:
    return CliRunner().invoke(evaluate, options, catch_exceptions=False)


def test_a_beir_collection_is_indexed_and_measured(beir: Path) -> None:
    """Keyword: q0 finds its relevant document second of two relevant ones, q1 first."""
    answer = json.loads(run("--beir", str(beir), "--json").stdout)
    assert list(answer)[:3] == MODES
    assert all(list(answer[mode]) == list(NAMES) for mode in MODES)
    assert answer["keyword"]["RR"] == (1 / 2 + 1) / 2
    assert answer["keyword"]["R@50"] == (1 / 2 + 1) / 2
    assert answer["collection"] == "small"
    assert answer["queries"] == 2
    assert answer["notes"] == [
        "1 of 3 relevant documents are not in the index and count as not found, such as 'S/RES/9'.",
        "1 topics without a relevant document were left out.",
    ]


def test_the_temporary_index_leaves_the_archive_alone(beir: Path, tmp_path: Path) -> None:
    """Only the embedding cache, which spares the second run the model, is in the archive's var."""
    run("--beir", str(beir))
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["embeddings"]


def test_runs_hold_what_was_measured(beir: Path, tmp_path: Path) -> None:
    """One TREC run a mode, with the documents in the order of the archive."""
    run("--beir", str(beir), "--runs", str(tmp_path / "runs"))
    names = sorted(path.name for path in (tmp_path / "runs").iterdir())
    assert names == ["hybrid.run", "keyword.run", "semantic.run"]
    lines = (tmp_path / "runs" / "keyword.run").read_text(encoding="utf-8").splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["q0", "Q0", "S/RES/1", "1"],
        ["q0", "Q0", "S/RES/2", "2"],
        ["q1", "Q0", "S/RES/3", "1"],
    ]


def test_topics_are_asked_of_the_served_index(judged: list[str]) -> None:
    """Classes are reported apart; a document is ranked by its best passage, once."""
    answer = json.loads(run(*judged, "--json", "--per-query").stdout)
    assert list(answer["by_type"]) == ["known item", "words"]
    assert answer["by_type"]["known item"]["keyword"]["RR"] == 1
    assert answer["per_query"]["k2"]["keyword"]["nDCG@10"] == 1
    assert answer["generation_id"].startswith("g")
    assert answer["notes"] == []


def test_the_text_holds_the_same_figures(judged: list[str]) -> None:
    """Without --json a table is printed, with a line a query on demand."""
    text = run(*judged).stdout
    assert "known item (2)" in text
    assert "k1" not in text
    assert "k1" in run(*judged, "--per-query").stdout


def test_an_index_without_vectors_is_said(judged: list[str], tmp_path: Path) -> None:
    """Where only words are searched, the semantic column is not silently that of the words."""
    chosen = settings_in(tmp_path)
    fill(chosen.corpus, 6)
    build(chosen, encoder=None)
    assert json.loads(run(*judged, "--json").stdout)["notes"][0].startswith("Only words")


def test_judgments_of_another_collection_are_refused(judged: list[str], tmp_path: Path) -> None:
    """Judgments none of whose documents is indexed belong elsewhere; one line says so."""
    (tmp_path / "qrels.txt").write_text("k1 0 other-document 1\n", encoding="utf-8")
    with pytest.raises(IntakeError, match=r"no relevant document is in the index.*other-document"):
        run(*judged)


@pytest.mark.parametrize("options", [(), ("--topics", "t"), ("--beir", "b", "--qrels", "q")])
def test_half_a_collection_is_no_collection(options: tuple[str, ...]) -> None:
    """The two forms are told apart by their options; anything else is a usage error."""
    result = CliRunner().invoke(evaluate, options)
    assert result.exit_code == 2
    assert "Give --topics with --qrels, or --beir." in result.stderr


def test_the_smallest_shared_collection_is_found_by_words() -> None:
    """BM25 over adi has nDCG@10 of about .5; an index that lost rows or words has far less."""
    folder = SHARED / "ir" / "adi"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    answer = json.loads(run("--beir", str(folder), "--json").stdout)
    assert answer["queries"] == 35
    assert answer["keyword"]["nDCG@10"] > 0.46
    assert answer["keyword"]["R@100"] > 0.88
    assert answer["semantic"]["R@100"] == 1
    low, high = answer["intervals"]["hybrid"]["nDCG@10"]
    assert low < answer["hybrid"]["nDCG@10"] < high
