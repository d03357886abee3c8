"""Building: only what changed is made anew, the result is that of a full build."""

import itertools
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import builds
import numpy as np
import pytest
from builds import (
    HashEncoder,
    fill,
    live_rows,
    put,
    quick_folder,
    settings_in,
    tree,
    wanted_rows,
    words,
)
from numpy.typing import NDArray

from archive import generation, keyword
from archive.errors import (
    RecordError,
)
from archive.manifest import Manifest
from archive.nodes import Mode
from archive.opened import open_index
from archive.query import parse
from archive.results import ResultPage
from archive.search import Searcher
from archive.settings import Settings
from indexer import publish, seen
from indexer.build import build
from indexer.plan import MAX_SEGMENTS

SEED = 20_251_124
# The answers of these are compared between an index made in steps and one made at once.
MODES = tuple(Mode)


class CountingEncoder(HashEncoder):
    """A HashEncoder that remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, DIMENSION) float32."""
        self.seen += texts
        return super().encode_passages(texts, progress)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A corpus of six documents with three passages each, and nothing built."""
    with quick_folder(tmp_path) as folder:
        made = settings_in(folder)
        fill(made.corpus, 6)
        yield made


def test_a_build_holds_every_row_and_says_how_many(settings: Settings) -> None:
    """No passage is lost or doubled, and the manifest's counts are true."""
    generation_id = build(settings, encoder=HashEncoder())
    served = generation.open_served(settings.var)
    assert served.generation_id == generation_id
    assert live_rows(settings.var) == wanted_rows(settings.corpus)
    assert (served.manifest.documents, served.manifest.passages) == (6, 18)
    assert served.manifest.analysers
    assert served.manifest.built_with.startswith("Python 3.")


def test_an_unchanged_corpus_is_left_alone(settings: Settings) -> None:
    """Nothing is written, embedded or reported when nothing changed."""
    first = build(settings, encoder=HashEncoder())
    before = tree(settings.var / generation.FOLDER)
    encoder = CountingEncoder()
    stages: list[str] = []
    again = build(settings, encoder=encoder, progress=lambda stage, *_: stages.append(stage))
    assert again == first
    assert stages == []
    assert encoder.seen == []
    assert tree(settings.var / generation.FOLDER) == before


def test_builds_killed_once_they_published_leave_nothing_for_good(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two of them did not remove goes with the next build, though nothing changed since."""
    build(settings, encoder=HashEncoder())
    with monkeypatch.context() as killed:
        killed.setattr(publish, "prune", lambda *_, **__: None)
        for step in range(settings.keep_generations + 1):
            put(settings.corpus, "doc-001", [f"Step {step}."])
            build(settings, encoder=HashEncoder())
    assert len(generation.listing(settings.var)) > settings.keep_generations
    build(settings, encoder=HashEncoder())
    assert len(generation.listing(settings.var)) == settings.keep_generations


def test_every_stage_is_reported_up_to_its_end(settings: Settings) -> None:
    """A bar can be drawn of each stage: it never runs backward and ends full."""
    seen: dict[str, list[tuple[int, int]]] = {}
    build(
        settings,
        encoder=HashEncoder(),
        progress=lambda stage, done, total: seen.setdefault(stage, []).append((done, total)),
    )
    assert list(seen) == ["read", "write", "analyse", "embed", "verify"]
    for stage, steps in seen.items():
        assert steps == sorted(steps)
        assert steps[-1][0] == (6 if stage == "read" else steps[-1][1])


def test_what_did_not_change_is_linked_and_not_embedded_again(settings: Settings) -> None:
    """One changed passage costs one embedding; the old segment's files are the same inodes."""
    build(settings, encoder=HashEncoder())
    old = generation.open_served(settings.var)
    put(settings.corpus, "doc-002", [words("doc-002 0", 12), words("new", 12)])
    encoder = CountingEncoder()
    build(settings, encoder=encoder)
    new = generation.open_served(settings.var)
    assert encoder.seen == [f"On doc-002\n{words('new', 12)}"]
    assert new.segment_ids[0] == old.segment_ids[0]
    kept, linked = (tree(one.segment(old.segment_ids[0])) for one in (old, new))
    files = [name for name in kept if old.segment(old.segment_ids[0]).joinpath(name).is_file()]
    assert [kept[name] for name in files] == [linked[name] for name in files]
    assert live_rows(settings.var) == wanted_rows(settings.corpus)


def test_random_changes_leave_what_a_full_build_makes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each of 30 random additions, edits and removals the live rows are those of the corpus.

    What was read before is remembered at once. In the end every query has the answer of an index
    that was built from nothing.
    """
    monkeypatch.setattr(seen, "SETTLED_NS", -(10**18))
    chosen = random.Random(SEED)
    for step in range(30):
        change(settings.corpus, chosen, step)
        build(settings, encoder=HashEncoder())
        served = generation.open_served(settings.var)
        assert live_rows(settings.var) == wanted_rows(settings.corpus), step
        assert len(served.segment_ids) <= MAX_SEGMENTS
    assert len(served.segment_ids) > 1
    full = replace(settings, var=settings.var.with_name("full"))
    build(full, encoder=HashEncoder())
    by_steps, at_once = (searcher_over(one.var) for one in (settings, full))
    for number, mode in itertools.product(range(30), MODES):
        query = parse(words(f"query {number}", 1 + number % 4), mode=mode, limit=100)
        assert_same_page(by_steps.search(query), at_once.search(query))


def searcher_over(var: Path) -> Searcher:
    return Searcher(open_index(generation.open_served(var)), HashEncoder())


def assert_same_page(one: ResultPage, other: ResultPage) -> None:
    """The same passages in the same order under the same counts; scores but for rounding."""
    assert one.total == other.total
    assert one.total_passages == other.total_passages
    assert one.facets == other.facets
    hits, others = ([hit for group in page.hits for hit in group.passages] for page in (one, other))
    assert [hit.passage for hit in hits] == [hit.passage for hit in others]
    assert [hit.snippet for hit in hits] == [hit.snippet for hit in others]
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in others], abs=1e-6)


def change(corpus: Path, chosen: random.Random, step: int) -> None:
    """Add, edit or remove one document."""
    there = sorted(folder.name for folder in corpus.iterdir() if folder.name.startswith("doc"))
    kind = chosen.choice(["add", "edit", "edit", "remove"])
    name = chosen.choice(there) if kind != "add" and there else f"doc-{100 + step}"
    if kind == "remove" and there:
        shutil.rmtree(corpus / name)
    else:
        paragraphs = [words(f"{name} {chosen.randrange(4)}", 12) for _ in range(3)]
        put(corpus, name, paragraphs[: chosen.randint(1, 3)])


def test_a_full_build_is_the_same_anywhere(settings: Settings, tmp_path: Path) -> None:
    """Two builds from nothing, under other hash seeds, have one id: every file is the same."""
    ids = {build(settings, encoder=HashEncoder())}
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, builds.__file__, settings.corpus, tmp_path / f"var-{seed}"],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        ids.add(done.stdout)
    assert len(ids) == 1, ids


def test_without_an_encoder_there_are_no_vectors(settings: Settings) -> None:
    """A keyword-only generation is another generation, and says so."""
    with_vectors = build(settings, encoder=HashEncoder())
    without = build(settings, encoder=None)
    assert without != with_vectors
    served = generation.open_served(settings.var)
    assert served.encoder is None
    assert not [file.path for file in served.manifest.files if file.path.endswith("matrix.npy")]
    assert build(settings, encoder=None) == without


def test_another_encoder_reuses_nothing(settings: Settings) -> None:
    """Vectors of two models never stand in one generation."""

    class Other(CountingEncoder):
        identity = replace(HashEncoder.identity, weights_sha256="1" * 64)

    build(settings, encoder=HashEncoder())
    encoder = Other()
    build(settings, encoder=encoder)
    served = generation.open_served(settings.var)
    assert len(encoder.seen) == 18
    assert served.encoder == Other.identity.as_dict()
    assert len(served.segment_ids) == 1


def test_another_analysis_reuses_no_segment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the words are analysed otherwise, every segment is written anew."""
    first = build(settings, encoder=HashEncoder())
    monkeypatch.setattr(keyword, "VERSION", "another")
    encoder = CountingEncoder()
    assert build(settings, encoder=encoder) != first
    assert generation.open_served(settings.var).manifest.analysers == "another"
    assert encoder.seen == []


def test_a_damaged_generation_is_made_anew(settings: Settings) -> None:
    """A build after damage repairs the same id although the corpus did not change."""
    first = build(settings, encoder=HashEncoder())
    served = generation.open_served(settings.var)
    path = served.folder / served.manifest.files[0].path
    path.write_bytes(b"damaged")
    assert build(settings, encoder=HashEncoder()) == first
    assert generation.open_served(settings.var).note == ""
    assert live_rows(settings.var) == wanted_rows(settings.corpus)


def test_an_emptied_corpus_gives_an_empty_index(settings: Settings) -> None:
    """What was removed is not served any more, down to the last document."""
    build(settings, encoder=HashEncoder())
    for folder in list(settings.corpus.glob("doc-*")):
        shutil.rmtree(folder)
    build(settings, encoder=HashEncoder())
    served = generation.open_served(settings.var)
    assert served.segment_ids == ()
    assert (served.manifest.documents, served.manifest.passages) == (0, 0)


def test_a_damaged_record_stops_the_build_and_names_itself(settings: Settings) -> None:
    """A record is never left out in silence, and the old generation is served on."""
    first = build(settings, encoder=HashEncoder())
    (settings.corpus / "doc-003" / "record.toml").write_text("title = ")
    with pytest.raises(RecordError, match="doc-003"):
        build(settings, encoder=HashEncoder())
    assert generation.open_served(settings.var).generation_id == first
    assert not (settings.var / publish.STAGING).exists()


def test_records_written_during_a_build_are_seen_by_the_next(settings: Settings) -> None:
    """A generation never claims a digest that is not that of what it holds.

    Here a record is changed after the digest was taken and changed back after the build: by the
    first digest alone nothing would be left to do.
    """
    template = settings.corpus.with_name("template")
    shutil.copytree(settings.corpus, template)

    def write_late(stage: str, done: int, total: int) -> None:
        if stage == "read" and done == 0:
            put(settings.corpus, "doc-000", ["written after the digest was taken"])

    build(settings, encoder=HashEncoder(), progress=write_late)
    shutil.rmtree(settings.corpus)
    template.rename(settings.corpus)
    build(settings, encoder=HashEncoder())
    assert live_rows(settings.var) == wanted_rows(settings.corpus)


def test_a_reader_follows_a_build_that_removes_what_it_was_opening(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the generation goes away under a reader, it opens the one that replaced it, no other."""
    only_one = replace(settings, keep_generations=1)
    build(only_one, encoder=HashEncoder())
    real = generation.damage
    replaced_by: list[str] = []

    def damage(folder: Path, made: Manifest, *, verified: frozenset[str]) -> tuple[str, ...]:
        if not replaced_by:
            replaced_by.append("")  # The build verifies what it writes, by this function too.
            put(settings.corpus, "doc-000", ["another"])
            replaced_by[0] = build(only_one, encoder=HashEncoder())
        return real(folder, made, verified=verified)

    monkeypatch.setattr(generation, "damage", damage)
    served = generation.open_served(settings.var)
    assert (served.generation_id, served.note) == (replaced_by[0], "")
