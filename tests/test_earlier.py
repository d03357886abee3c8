"""Old citations: what an earlier version said can be read, and what became of it is said."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from builds import HashEncoder, put, settings_in
from edits import passages
from flask.testing import FlaskClient
from sites import app_over, open_small
from test_web_pages import page, shown

from archive import earlier, records
from archive.earlier import Earlier
from archive.generation import open_served
from archive.lineage import Verdict
from archive.model import Document, PassageKind, Record, TextOrigin, Version
from archive.query import parse
from archive.search import Searcher
from archive.settings import Settings
from indexer.build import build

KEPT = "The commission heard forty families of the disappeared in the old court house."
SAID = "It found that the army had closed the road before the night of the killings."
SAYS = "It found that the army had closed the road after the night of the killings."
DROPPED = "No officer was ever charged, and the archive of the brigade is under seal."


def version_of(texts: list[str], *, day: int) -> tuple[Version, bytes]:
    """A captured version of the document "doc" with these passages, and its original."""
    original = "\n\n".join(texts).encode()
    sha256 = hashlib.sha256(original).hexdigest()
    version_id = f"v{sha256[:12]}"
    made = Version(
        version_id=version_id,
        doc_id="doc",
        text=original.decode(),
        origin=TextOrigin.CAPTURED,
        passages=passages(texts, version_id),
        sha256=sha256,
        original="original.txt",
        media_type="text/plain",
        captured_at=f"2026-01-{day:02}T00:00:00+00:00",
    )
    return made, original


def keep(corpus: Path, *versions: tuple[Version, bytes], digest: str = "") -> Record:
    """Write the document "doc" with these versions."""
    document = Document(doc_id="doc", title="On the road", language="en", digest=digest)
    record = Record(document=document, versions=tuple(version for version, _ in versions))
    originals = {version.version_id: original for version, original in versions}
    records.write(corpus, record, originals=originals)
    return record


OLD = version_of([KEPT, SAID, DROPPED], day=1)
NEW = version_of(["A heading", KEPT, SAYS], day=2)
KEPT_ID, SAID_ID, DROPPED_ID = (passage.passage_id for passage in OLD[0].passages)
SAYS_ID = NEW[0].passages[2].passage_id


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of one document with two versions, and a digest from before them."""
    settings = settings_in(tmp_path_factory.mktemp("earlier"))
    keep(settings.corpus, OLD, NEW, digest="Tells what the commission found.")
    build(settings, encoder=HashEncoder())
    return settings


@pytest.fixture(scope="module")
def searcher(built: Settings) -> Searcher:
    """The searcher over it."""
    return open_small(built)


@pytest.fixture
def reader(built: Settings) -> FlaskClient:
    """A reader's browser over it."""
    return app_over(built).test_client()


def test_only_the_current_version_is_searched(searcher: Searcher) -> None:
    """What an earlier version said is no hit, but the document still knows it."""
    texts = [row.passage.text for row in searcher.document("doc")]
    assert texts == ["A heading", KEPT, SAYS]
    digest, old = searcher.earlier("doc")
    assert digest.origin is TextOrigin.DIGEST
    assert [passage.text for passage in old.passages] == [KEPT, SAID, DROPPED]


@pytest.mark.parametrize(
    ("passage_id", "verdict", "now"),
    [
        (KEPT_ID, Verdict.EXACT, [KEPT]),
        (SAID_ID, Verdict.EDITED, [SAYS]),
        (DROPPED_ID, Verdict.GONE, []),
    ],
)
def test_an_old_id_tells_its_fate(
    searcher: Searcher, passage_id: str, verdict: Verdict, now: list[str]
) -> None:
    """Each id of the earlier version has its verdict and the rows that hold its words now."""
    found = searcher.fate(passage_id)
    assert found is not None
    assert found.fate.verdict is verdict
    assert [row.passage.text for row in found.now] == now
    assert found.version.version_id == OLD[0].version_id


def test_an_id_that_no_version_had_has_no_fate(searcher: Searcher) -> None:
    """Neither a new passage's id nor an unknown one, nor a document's, is an earlier one."""
    assert [searcher.fate(one) for one in (SAYS_ID, "pnothing", "doc", "")] == [None] * 4
    assert searcher.earlier("nowhere") == ()


@pytest.mark.parametrize("passage_id", [SAID_ID, DROPPED_ID])
def test_what_is_like_an_earlier_passage_is_found_by_the_words_it_had(
    tmp_path: Path, passage_id: str
) -> None:
    """An address that somebody kept goes on answering, and never with the document itself."""
    settings = settings_in(tmp_path)
    keep(settings.corpus, OLD, NEW)
    put(settings.corpus, "other", [f"{SAID} {DROPPED}"])
    build(settings, encoder=HashEncoder())
    answer = open_small(settings).search(replace(parse(""), like=passage_id))
    assert [hit.document.doc_id for hit in answer.hits] == ["other"]
    assert answer.like is not None
    assert answer.like.text in (SAID, DROPPED)


def test_fates_are_traced_once(built: Settings) -> None:
    """A build takes the fates of versions that did not change from the served generation."""
    record = next(records.read_all(built.corpus))
    held = Earlier.open(open_served(built.var).folder).all()
    marked = {
        one.key: replace(one, fates=tuple(replace(f, is_certain=False) for f in one.fates))
        for one in held
    }
    assert all(
        not fate.is_certain for one in earlier.of_record(record, marked) for fate in one.fates
    )
    assert earlier.of_record(record, {}) == held


def test_a_generation_without_earlier_versions_is_opened(tmp_path: Path) -> None:
    """One that an older program built has none; one of records with a version each has none."""
    assert Earlier.open(tmp_path).all() == ()
    earlier.write(tmp_path, [])
    assert Earlier.open(tmp_path).of_passage(KEPT_ID) == ()


def test_an_old_address_says_what_became_of_it(reader: FlaskClient) -> None:
    """The words that were cited, what became of them, and where they are now."""
    html = page(reader, f"/d/doc?passage={SAID_ID}")
    assert "On the passage that was cited: It was edited." in shown(html)
    assert SAID in shown(html)
    assert f'href="#{SAYS_ID}"' in html
    assert "It is not in the present text." in page(reader, f"/d/doc?passage={DROPPED_ID}")
    for passage_id in (KEPT_ID, SAYS_ID, "pnothing", "%00"):
        assert "that was cited: It stands" not in page(reader, f"/d/doc?passage={passage_id}")
        assert 'role="status"' not in page(reader, f"/d/doc?passage={passage_id}")


def test_an_old_fragment_has_a_place_on_the_page(reader: FlaskClient) -> None:
    """A server never sees what is after '#'; the page has an element for each lost id."""
    html = page(reader, "/d/doc")
    for passage_id in (SAID_ID, DROPPED_ID):
        assert html.count(f'id="{passage_id}"') == 1
    assert html.count(f'id="{KEPT_ID}"') == 1
    assert SAID not in html


def test_an_earlier_version_can_be_read(reader: FlaskClient) -> None:
    """Its words at their addresses, the differences, and what was added since."""
    html = page(reader, f"/d/doc/v/{OLD[0].version_id}")
    for text in (KEPT, SAID, DROPPED, "A heading"):
        assert text in shown(html)
    assert "<del>before</del><ins>after</ins>" in html
    assert "captured on 1 January 2026" in shown(html)
    assert "Tells what the commission found." in page(reader, "/d/doc/v/digest")


def test_the_present_version_leads_to_the_document(reader: FlaskClient) -> None:
    """A version's address stays good while it is the one that is shown; others are not there."""
    answer = reader.get(f"/d/doc/v/{NEW[0].version_id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/d/doc")
    page(reader, "/d/doc/v/nothing", 404)
    page(reader, f"/d/nowhere/v/{OLD[0].version_id}", 404)


def noted_version(said: str, *, number: str, page: int, day: int) -> tuple[Version, bytes]:
    """A version whose second paragraph calls a note twice, on a page with a printed number."""
    note = "Testimony 14, heard in the third session."
    made, original = version_of([KEPT, said, note], day=day)
    kept, words, noted = made.passages
    places = (words.start + len("It found"), words.end)
    passages = (
        kept,
        replace(words, page=page, folio=str(page + 10)),
        replace(
            noted,
            kind=PassageKind.NOTE,
            number=number,
            called_at=places[0],
            called_again=places[1:],
        ),
    )
    return replace(made, passages=passages), original


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of a document whose note had another number in an earlier version."""
    settings = settings_in(tmp_path_factory.mktemp("noted"))
    old = noted_version(SAID, number="3", page=1, day=1)
    keep(settings.corpus, old, noted_version(SAYS, number="4", page=2, day=2))
    build(settings, encoder=HashEncoder())
    return settings


def test_an_earlier_version_shows_calls_of_notes_and_printed_pages(noted: Settings) -> None:
    """Each call leads to its note and back; what changed of them stands in the difference."""
    version = noted_version(SAID, number="3", page=1, day=1)[0]
    html = page(app_over(noted).test_client(), f"/d/doc/v/{version.version_id}")
    note_id = version.passages[2].passage_id
    for call in (f"call-{note_id}", f"call2-{note_id}"):
        assert html.count(f'id="{call}" href="#{note_id}"') == 1
        assert html.count(f'href="#{call}"') == 1
    text = shown(html)
    assert "p. 11, page 1 of the PDF" in text
    assert "p. 12, page 2 of the PDF" in text
    assert "<del><sup>3</sup></del><ins><sup>4</sup></ins>" in html


def test_the_present_text_leads_back_to_every_call(noted: Settings) -> None:
    """A note that is called twice has two links back, to places with ids of their own."""
    html = page(app_over(noted).test_client(), "/d/doc")
    note_id = noted_version(SAYS, number="4", page=2, day=2)[0].passages[2].passage_id
    for call in (f"call-{note_id}", f"call2-{note_id}"):
        assert html.count(f'id="{call}"') == html.count(f'href="#{call}"') == 1
    assert 'aria-label="Back to call 2 of note 4"' in html
