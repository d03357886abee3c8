"""What was fetched becomes a version with its WARC; each link of it has a state that lasts."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sources import PAGE, QuickClock, Site, answer, fetcher_of, serving
from warcio.archiveiterator import ArchiveIterator

from archive import link_states, records, soundness, withdrawals
from archive.errors import RecordError
from archive.model import Document, LinkState, Record
from archive.withdrawals import Withdrawal
from indexer import filing
from indexer.cli import archive
from indexer.filing import Filer

SHARED = Path(__file__).parents[2] / "shared" / "data" / "documents"
SOURCE = "http://site.example/page"


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    """One server for all tests."""
    with serving() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """The server, with its page as it was at first."""
    server.answers["/page"] = answer()
    server.asked.clear()
    return server


@pytest.fixture
def filer(site: Site, tmp_path: Path) -> Filer:
    """Files into an empty corpus what the site gives."""
    return filing.opened(tmp_path, fetcher_of(site, QuickClock()))


def kept(filer: Filer, doc_id: str) -> Record:
    """The record of that id."""
    return records.read(filer.corpus.folder / doc_id)


def test_a_page_becomes_a_record(filer: Filer) -> None:
    """With its address as a checked source, its text in passages, and its bytes as they came."""
    found = filer.file(SOURCE)
    assert found.state is LinkState.FILED
    record = kept(filer, found.doc_id)
    assert (record.document.url, record.document.url_checked) == (SOURCE, True)
    assert "closed the road before the night" in record.current.text
    assert record.current.source == SOURCE
    folder = filer.corpus.folder / found.doc_id / "versions" / record.current.version_id
    assert (folder / record.current.original).read_text() == PAGE
    assert list(soundness.damage(filer.corpus.folder)) == []


def test_the_fetch_is_kept_as_warc(filer: Filer) -> None:
    """Request and answer of each step, with time and address, as any WARC reader reads them."""
    filer.fetcher.fetch(SOURCE)
    found = filer.file("http://site.example/to-page")
    record = kept(filer, found.doc_id)
    folder = filer.corpus.folder / found.doc_id / "versions" / record.current.version_id
    content = io.BytesIO((folder / "capture.warc.gz").read_bytes())
    entries = [
        (
            entry.rec_type,
            entry.rec_headers.get_header("WARC-Target-URI"),
            entry.content_stream().read(),
        )
        for entry in ArchiveIterator(content, check_digests="raise")
    ]
    assert [(kind, url) for kind, url, _ in entries[1:]] == [
        ("response", "http://site.example/to-page"),
        ("request", "http://site.example/to-page"),
        ("response", SOURCE),
        ("request", SOURCE),
    ]
    assert entries[3][2].decode() == PAGE


def test_the_same_page_again_is_no_new_version(filer: Filer) -> None:
    """Nothing is written where nothing changed."""
    first = filer.file(SOURCE)
    again = filer.file(SOURCE)
    assert (again.doc_id, again.note) == (first.doc_id, "unchanged")
    assert len(kept(filer, first.doc_id).versions) == 1


def test_a_changed_page_is_a_new_version(filer: Filer, site: Site) -> None:
    """The old one stays, and what the archivist knew is not overruled by the page's title."""
    first = filer.file(SOURCE)
    site.answers["/page"] = answer(PAGE.replace("forty", "fifty").replace("<title>On", "<title>By"))
    again = filer.file(SOURCE)
    record = kept(filer, first.doc_id)
    assert again.doc_id == first.doc_id
    assert ["forty" in version.text for version in record.versions] == [True, False]
    assert record.document.title == "On the road"
    assert list(soundness.damage(filer.corpus.folder)) == []


def test_a_catalogue_record_gets_its_text(site: Site, tmp_path: Path) -> None:
    """What is known of the document stays, its digest included; then it is not missing any more."""
    document = Document(
        doc_id="road",
        title="The road to the village",
        publishers=("Monitors",),
        language="en",
        digest="Tells what was found.",
        url=SOURCE,
        url_checked=True,
    )
    records.write(tmp_path, records.catalogue_record(document))
    unchecked = Document(doc_id="other", title="Other", digest="Tells.", url=f"{SOURCE}?2")
    records.write(tmp_path, records.catalogue_record(unchecked))
    assert filing.missing(tmp_path) == [document]
    filer = filing.opened(tmp_path, fetcher_of(site, QuickClock()))
    assert filer.file(SOURCE).doc_id == "road"
    assert kept(filer, "road").document == document
    assert filing.missing(tmp_path) == []


def test_a_withdrawn_record_is_not_missing(tmp_path: Path) -> None:
    """Nobody fetches what an editor withdrew, nor what may be so, for its file is damaged."""
    document = Document(doc_id="road", title="T", digest="Tells.", url=SOURCE, url_checked=True)
    records.write(tmp_path, records.catalogue_record(document))
    folder = tmp_path / "road"
    gone = Withdrawal(withdrawn_at="2026-11-20T10:00:00+00:00", reason="It was asked for.")
    withdrawals.write(folder, gone)
    assert filing.missing(tmp_path) == []
    (folder / withdrawals.NAME).write_text("damaged")
    assert filing.missing(tmp_path) == []
    withdrawals.remove(folder)
    assert filing.missing(tmp_path) == [document]


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/nowhere", LinkState.DEAD),
        ("/private/page", LinkState.REFUSED),
        ("/lying-pdf", LinkState.REFUSED),
        ("/little", LinkState.REFUSED),
        ("/picture", LinkState.REFUSED),
        ("/busy", LinkState.UNRESOLVED),
    ],
)
def test_what_cannot_be_kept_is_said(filer: Filer, site: Site, path: str, state: LinkState) -> None:
    """Each with a state and a reason; nothing is written."""
    site.answers["/busy"] = answer(b"", status="503 Busy")
    found = filer.file(f"http://site.example{path}")
    assert (found.state, found.doc_id) == (state, "")
    assert found.note
    assert list(filer.corpus.folder.iterdir()) == []


def test_links_are_followed_once(filer: Filer, site: Site) -> None:
    """The report that a statement links to is filed; its state stands in the statement's record."""
    statement = filer.file(SOURCE)
    (report,) = filer.follow(statement.doc_id)
    assert "barrier after the evening prayer" in kept(filer, report.doc_id).current.text
    states = link_states.read(filer.corpus.folder / statement.doc_id)
    known = states["http://other.example/report"]
    assert (known.state, known.doc_id) == (LinkState.FILED, report.doc_id)
    assert known.checked_at
    asked = len(site.asked)
    assert list(filer.follow(statement.doc_id)) == []
    assert len(site.asked) == asked
    assert list(soundness.damage(filer.corpus.folder)) == []


def test_a_damaged_list_of_links_is_named(filer: Filer) -> None:
    """By its file; `archive check` notices every byte of it."""
    doc_id = filer.file(SOURCE).doc_id
    list(filer.follow(doc_id))
    path = filer.corpus.folder / doc_id / link_states.NAME
    path.write_text(path.read_text().replace("filed", "filmed", 1))
    assert any(str(path) in line for line in soundness.damage(filer.corpus.folder))
    with pytest.raises(RecordError, match=link_states.NAME):
        link_states.read(path.parent)


def test_the_command_needs_something_to_fetch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what can be given; a record without an address is named."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path))
    document = Document(doc_id="road", title="The road", digest="Tells what was found.")
    records.write(tmp_path, records.catalogue_record(document))
    run = CliRunner()
    assert "--all-missing" in str(run.invoke(archive, ["capture"]).exception)
    assert "road has no address" in str(
        run.invoke(archive, ["capture", "--record", "road"]).exception
    )
    assert "nowhere" in str(run.invoke(archive, ["capture", "--record", "nowhere"]).exception)


def test_the_command_says_what_became_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused before anything is asked ends with status 1 and its reason."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path))
    answer = CliRunner().invoke(archive, ["capture", "http://127.0.0.1/", "file:///etc/passwd"])
    assert answer.exit_code == 1
    assert answer.output.count("refused") == 2


def test_a_report_in_pdf_is_filed_with_its_pages(filer: Filer, site: Site) -> None:
    """A statement's link to a real resolution ends in passages with page numbers."""
    found = sorted((SHARED / "unga-pdf").rglob("*.pdf")) if SHARED.is_dir() else []
    if not found:
        pytest.skip("the real documents are not on this machine")
    content = found[0].read_bytes()
    site.answers["/report.pdf"] = answer(content, headers=[("Content-Type", "application/pdf")])
    site.answers["/page"] = answer(PAGE.replace("example/report", "example/report.pdf"))
    (report,) = filer.follow(filer.file(SOURCE).doc_id)
    current = kept(filer, report.doc_id).current
    assert report.state is LinkState.FILED
    assert current.media_type == "application/pdf"
    assert len(current.passages) > 3
    assert {passage.page for passage in current.passages} >= {1}
    assert None not in {passage.page for passage in current.passages}
    assert list(soundness.damage(filer.corpus.folder)) == []
