"""The draft check: what was said before beside what is about to be said, and nothing is kept."""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from shutil import copy
from urllib.parse import urlencode

import numpy as np
import pytest
from builds import put, settings_in
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sites import put_digest

from archive.annotation import rules
from archive.drafts.answer import as_json
from archive.drafts.checking import MOST_CHARACTERS, check
from archive.drafts.omissions import COMPARED, Radar, Subject, radar
from archive.drafts.pairing import nearest_sentences
from archive.drafts.report import Difference, Kind, Relation, Report
from archive.drafts.turns import Turns
from archive.errors import QueryError
from archive.generation import open_served
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.opened import open_index
from archive.quotes.differences import nearest
from archive.quotes.reading import Reading
from archive.quotes.wording import wording
from archive.rows import Row
from archive.search import Searcher
from archive.settings import Settings
from indexer import drafts, language
from indexer.build import build
from indexer.commands.draft import draft
from web import drafts as draft_page
from web.app import create_app
from web.searchers import Searchers

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 1, 1)
CANARY = "zyqquorblefnax"
EARLIER = (
    "We call on all States to investigate torture, and no State may grant an amnesty for it.",
    "In 2024 the courts of 12 States closed 1,340 cases about crimes under international law.",
    "The organisations welcome the decision of the judges to hear the families of the disappeared.",
)


def passage(text: str, language: str = "en", **fields: object) -> Passage:
    """A paragraph of a draft."""
    made = Passage(
        passage_id="",
        doc_id="draft",
        version_id="draft",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language=language,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def row(text: str, language: str = "en", **fields: object) -> Row:
    """A row of such a paragraph."""
    return Row(
        document=Document(doc_id="draft", title=""),
        passage=passage(text, language, **fields),
        origin=TextOrigin.CAPTURED,
    )


@cache
def turns() -> Turns:
    """The shipped rules, compiled."""
    return Turns.of(rules.load(rules.source(ROOT / "corpus")))


def aligned(draft: str, earlier: str) -> dict[Kind, Difference]:
    """What differs between two texts of nearly the same words, by its kind."""
    laid = nearest(Reading(parts=(wording(draft),)), wording(earlier))
    assert laid
    found = turns().aligned(row(draft), row(earlier), laid.changes)
    return {one.kind: one for one in found}


def fill(corpus: Path) -> None:
    """Keep one captured statement and seven digests, with the shipped rules beside them."""
    corpus.mkdir(parents=True)
    for file in (ROOT / "corpus").glob("*.toml"):
        copy(file, corpus)
    put(corpus, "statement", EARLIER)
    for number in range(7):
        put_digest(
            corpus,
            f"digest-{number}",
            title=f"On amnesty {number}",
            digest=f"Torture must be prosecuted; {number} survivors ask for reparations and truth.",
            publishers=("FIDH",),
            kind="press release" if number < 6 else "report",
            language="en",
            issued=f"2025-0{number + 1}-01",
            themes=("torture", "reparations"),
        )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small corpus, built without a model."""
    chosen = settings_in(tmp_path_factory.mktemp("drafts"))
    fill(chosen.corpus)
    build(chosen, encoder=None)
    return chosen


@pytest.fixture(scope="module")
def searcher(settings: Settings) -> Searcher:
    """A searcher that looks at words alone."""
    return words_only(settings)


@pytest.fixture(scope="module")
def app(settings: Settings) -> Flask:
    """The application over the small corpus."""
    return create_app(settings, searchers=Searchers(settings, opener=words_only))


def words_only(settings: Settings) -> Searcher:
    """What is published, looked at by its words alone."""
    return Searcher(open_index(open_served(settings.var)), None, semantic_note="Words alone.")


@pytest.fixture
def reader(app: Flask) -> Iterator[FlaskClient]:
    """A browser at that application."""
    with app.test_client() as client:
        yield client


def checked(searcher: Searcher, *texts: str, seconds: float = 60.0) -> Report:
    """The report on a draft of these paragraphs."""
    return check(list(map(passage, texts)), searcher, today=TODAY, seconds=seconds)


def test_the_same_words_are_reused_and_shown_as_they_stand(searcher: Searcher) -> None:
    """A paragraph that was published before is told with its place and the source's own words."""
    report = checked(searcher, EARLIER[1], f"Moreover, {EARLIER[2][:60]}")
    assert [one.relation for one in report.paragraphs] == [Relation.REUSED, Relation.REUSED]
    pair = report.paragraphs[0].pairs[0]
    assert pair.document.doc_id == "statement"
    assert pair.words in EARLIER[1]
    assert pair.share == 1.0
    assert pair.differences == ()
    assert as_json(report)["paragraphs"][0]["pairs"][0]["path"].startswith("/d/statement#")


def test_a_sentence_in_a_row_is_reused_in_a_longer_paragraph(searcher: Searcher) -> None:
    """Fifteen words of one sentence stand out of a paragraph that says much more."""
    more = "Otherwise nothing here was ever printed anywhere by anybody we know of. " * 3
    report = checked(searcher, f"{more}{EARLIER[0]} {more}")
    assert report.paragraphs[0].relation is Relation.REUSED
    assert report.paragraphs[0].pairs[0].share < 0.5


def test_other_words_are_reworded_or_new(searcher: Searcher) -> None:
    """Most words in the same order with others between are reworded; none in common is new."""
    loose = (
        "We ask all States firmly to now investigate any torture, and no one may get an amnesty."
    )
    report = checked(searcher, loose, "Pastry cooks deserve longer holidays by the sea.")
    assert [one.relation for one in report.paragraphs] == [Relation.REWORDED, Relation.NEW]


@pytest.mark.parametrize(
    ("draft", "kind", "ours", "theirs"),
    [
        ("the courts of 13 States closed 1,340 cases", Kind.NUMBER, ("13",), ("12",)),
        ("the courts of 12 States never closed 1,340 cases", Kind.NEGATION, ("never",), ()),
        ("the courts of twelve States closed all 1,340 cases", Kind.NUMBER, ("all",), ("12",)),
    ],
)
def test_a_turned_word_is_named(
    draft: str, kind: Kind, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    """A number or a negation that only one of the pair has is different wording of its kind."""
    found = aligned(draft, "the courts of 12 States closed 1,340 cases")
    assert found[kind].draft == ours
    assert found[kind].earlier == theirs


def test_a_modal_a_verb_and_an_addressee_are_named() -> None:
    """Must and should, urge and call on, one addressee and another."""
    found = aligned("States must not grant amnesties", "States should not grant amnesties")
    assert (found[Kind.MODAL].draft, found[Kind.MODAL].earlier) == (("must",), ("should",))
    found = aligned("We urge all States to end torture", "We call on all States to end torture")
    assert (found[Kind.VERB].draft, found[Kind.VERB].earlier) == (("urge",), ("call on",))
    found = aligned("We urge Serbia to end torture now", "We urge Guatemala to end torture now")
    assert found[Kind.ADDRESSEE].draft == ("Serbia",)
    assert aligned("We urged all States to end it", "We urge all States to end it") == {}


def test_a_negation_that_moved_is_different_wording() -> None:
    """The same words in another order say another thing."""
    found = aligned(
        "prosecute crimes not as such and only as terrorism everywhere",
        "prosecute crimes as such and not only as terrorism everywhere",
    )
    assert found[Kind.NEGATION].draft == found[Kind.NEGATION].earlier == ("not",)
    assert found[Kind.NEGATION].is_moved


def test_texts_of_one_meaning_are_compared_in_what_both_say() -> None:
    """A number against a number; nothing against nothing; between languages no words at all."""
    draft = row("In 2023 judges closed 40 cases and should go on.")
    found = turns().reworded(draft, row("In 2023 the courts ended 41 trials; they must continue."))
    assert {one.kind: (one.draft, one.earlier) for one in found} == {
        Kind.NUMBER: (("40",), ("41",)),
        Kind.MODAL: (("should",), ("must",)),
    }
    assert turns().reworded(draft, row("The courts were quick.")) == ()
    french = row("En 2023 les tribunaux n'ont pas clos 41 affaires.", "fr")
    assert [one.kind for one in turns().reworded(draft, french)] == [Kind.NUMBER]


def test_the_nearest_sentences_of_a_long_passage_are_shown() -> None:
    """Of a passage alike in meaning those sentences that share most content words."""
    source = "The weather was fine. Courts must hear victims of torture. Lunch followed."
    words, shared = nearest_sentences("Victims of torture have to be heard by courts.", source)
    assert words == "Courts must hear victims of torture."
    assert shared > 0.5
    assert nearest_sentences("xyz", source) == (source, 0.0)


def test_what_is_not_to_be_compared_is_left_out_and_counted(searcher: Searcher) -> None:
    """Headings, short lines, and a lead-in, which is compared with each of its calls."""
    lead = "We call on all States and their courts to:"
    given = [
        passage("A heading of five or six words", kind=PassageKind.HEADING),
        passage("Too short."),
        passage(lead),
        passage("investigate torture, and grant no amnesty for it", lead_in=lead),
    ]
    report = check(given, searcher, today=TODAY, seconds=60.0)
    assert len(report.paragraphs) == 1
    assert report.left_out == 3


def test_what_the_time_leaves_over_is_said(searcher: Searcher) -> None:
    """Nothing is silently passed over, and words alone are said to be looked at."""
    report = checked(searcher, *EARLIER, seconds=0.0)
    assert {one.relation for one in report.paragraphs} == {Relation.UNCHECKED}
    assert "3 of 3 paragraphs were not compared" in report.notes[0]
    assert report.notes[1].startswith("Words alone.")


def test_the_limits_are_named(searcher: Searcher) -> None:
    """Too long and empty are refused with the number and the next step."""
    with pytest.raises(QueryError, match="200,005 characters; give at most 200,000"):
        checked(searcher, "a b c d " * (MOST_CHARACTERS // 8) + "e f g")
    with pytest.raises(QueryError, match="no paragraph of 5 words"):
        checked(searcher, "Two words")


def radar_of(searcher: Searcher, *theme_ids: str, nearness: float = 0.9, year: int = 2026) -> Radar:
    """What the radar tells of a draft that is so near to all and carries these themes."""
    opened = searcher.opened
    themes = [theme for one in theme_ids if (theme := opened.annotations.rules.theme(one))]
    subject = Subject.none(opened.columns)
    cosines = np.full(len(opened.live), nearness, dtype=np.float32)
    cosines[opened.columns.rows_of_document("digest-5")] += 0.05
    subject.add(cosines, opened.columns)
    return radar(themes, subject, opened, today=date(year, 1, 1), bound=0.83)


def test_themes_that_most_like_statements_carried_are_told(searcher: Searcher) -> None:
    """More than half of the nearest recent statements, never a report, with which ones."""
    found = radar_of(searcher, "torture")
    assert len(found.compared) == COMPARED
    assert all(document.kind == "press release" for document in found.compared)
    assert found.compared[0].doc_id == "digest-5"
    assert [document.doc_id for document in found.compared[1:3]] == ["digest-0", "digest-1"]
    (omission,) = [one for one in found.omissions if one.theme.term_id == "reparations"]
    assert omission.documents == found.compared
    assert "torture" not in {one.theme.term_id for one in found.omissions}


def test_with_too_few_statements_the_radar_says_nothing(searcher: Searcher) -> None:
    """Another subject, statements that are too old, and an archive without a model."""
    assert radar_of(searcher, "torture", nearness=0.8).omissions == ()
    assert radar_of(searcher, "torture", year=2035) == Radar()
    assert checked(searcher, EARLIER[0]).omissions == ()


def test_a_draft_is_read_like_any_file() -> None:
    """Numbered calls get their lead-in, headings are headings, in every type that is taken in."""
    text = "# Our statement\n\nWe call on all States to:\n\n1. Investigate torture everywhere.\n"
    cut = drafts.passages(text.encode(), ".md")
    assert [one.kind for one in cut] == [
        PassageKind.HEADING,
        PassageKind.PARAGRAPH,
        PassageKind.CALL,
    ]
    assert cut[2].lead_in == "We call on all States to:"
    page = drafts.passages(b"<!doctype html><body><p>We call on States to act now.</p>", ".html")
    assert page[0].text == "We call on States to act now."


def test_the_page_and_the_api_say_the_same(reader: FlaskClient) -> None:
    """A posted draft is answered on the page and as JSON, each place with its address."""
    answer = reader.post("/api/draft", data={"text": EARLIER[0]}).get_json()
    page = reader.post("/draft", data={"text": EARLIER[0]})
    assert answer["counts"]["reused"] == 1
    assert answer["paragraphs"][0]["pairs"][0]["path"] in page.text
    assert "1 paragraph: 1 reused" in " ".join(page.text.split())
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in page.headers
    assert "Check a draft" in reader.get("/draft").text


def test_a_file_is_checked_as_its_text(reader: FlaskClient) -> None:
    """An uploaded file, and a file and a text at once, which is refused."""
    page = f"<!doctype html><html><body><p>{EARLIER[1]}</p></body></html>".encode()
    file = {"file": (io.BytesIO(page), "draft.html")}
    answer = reader.post("/api/draft", data=file)
    assert answer.get_json()["paragraphs"][0]["relation"] == "reused"
    both = {"text": "some words", "file": (io.BytesIO(page), "draft.html")}
    assert reader.post("/api/draft", data=both).status_code == 400


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "  "}, "There is no draft"),
        ({"text": "two words"}, "no paragraph of 5 words"),
        ({"file": (b"%PDF-1.4 broken", "a.pdf")}, "cannot be read"),
        ({"file": (b"\0\1\2\3" * 9, "a.md")}, "cannot be read"),
    ],
)
def test_a_fault_is_said_and_the_text_stays(
    reader: FlaskClient, fields: dict[str, object], says: str
) -> None:
    """400 with the reason on the page, above the form with what was typed, and in the API."""
    for address in ("/draft", "/api/draft"):
        data = {
            name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in fields.items()
        }
        answer = reader.post(address, data=data, content_type="multipart/form-data")
        assert answer.status_code == 400
        assert says in answer.text
    if fields.get("text") == "two words":
        assert ">two words</textarea>" in reader.post("/draft", data=fields).text


def test_a_body_that_is_too_long_is_refused(reader: FlaskClient) -> None:
    """The limit is named, on a page and in the API."""
    body = b"text=" + b"x" * draft_page.MOST_BYTES
    for address in ("/draft", "/api/draft"):
        answer = reader.post(address, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 400
        assert "more than 1,000,000 bytes" in answer.text


def test_one_draft_at_a_time(reader: FlaskClient) -> None:
    """While one is checked the next is asked to wait, with its text kept in the form."""
    with draft_page._turn:
        page = reader.post("/draft", data={"text": EARLIER[0]})
        assert page.status_code == 429
        assert EARLIER[0] in page.text
        assert reader.post("/api/draft", data={"text": EARLIER[0]}).status_code == 429
    assert reader.post("/draft", data={"text": EARLIER[0]}).status_code == 200


def test_a_draft_is_text_and_never_markup(reader: FlaskClient) -> None:
    """What was typed comes back escaped, in the form and in the report."""
    typed = f"<script>alert(1)</script> <img src=x> {EARLIER[0]} <b>"
    page = reader.post("/draft", data={"text": typed}).text
    for tag in ("<script", "<img", "<b>alert"):
        assert tag not in page


def test_the_command_prints_the_report(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`archive draft FILE`, as text and as JSON."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    file = tmp_path / "draft.md"
    file.write_text(f"# Draft\n\n{EARLIER[1].replace('12', '13')}\n", encoding="utf-8")
    told = CliRunner().invoke(draft, [str(file)])
    assert told.exit_code == 0, told.output
    assert "1 reused; 1 with different wording" in told.output
    assert "different wording, number: 13 | 12" in told.output
    assert "[13 | 12]" in told.output
    printed = CliRunner().invoke(draft, ["-", "--json"], input=file.read_bytes())
    assert json.loads(printed.output)["different_wording"] == 1


PAGE = f"<!doctype html><body><p>{EARLIER[1]} {CANARY}</p><!--{'x' * 700_000}-->".encode()


def uploaded(content: bytes, suffix: str) -> bytes:
    """The body of a request that uploads a file, cut at `cut`."""
    name = f'form-data; name="file"; filename="{CANARY}.{suffix}"'
    return f"--cut\r\nContent-Disposition: {name}\r\n\r\n".encode() + content + b"\r\n--cut--\r\n"


def test_no_file_is_opened_for_writing(reader: FlaskClient) -> None:
    """Neither the web nor the reader puts a draft into a file, not even one that is deleted."""
    language.of_document(EARLIER[0])  # It unpacks its model on first use.
    opened: list[str] = []
    watched = [True]

    def watch(event: str, values: tuple[object, ...]) -> None:
        # A number is an open pipe's.
        if event != "open" or not watched or isinstance(values[0], int):
            return
        if int(str(values[2])) & (os.O_WRONLY | os.O_RDWR):
            opened.append(str(values[0]))

    sys.addaudithook(watch)
    try:
        for address in ("/draft", "/api/draft"):
            kind = "multipart/form-data; boundary=cut"
            answer = reader.post(address, data=uploaded(PAGE, "html"), content_type=kind)
            assert answer.status_code == 200
            assert CANARY in answer.text
        assert CANARY in drafts.passages(PAGE, ".html")[0].text
    finally:
        watched.clear()
    assert [path for path in opened if path != os.devnull and "__pycache__" not in path] == []


@contextmanager
def serving(settings: Settings, temporary: Path) -> Iterator[tuple[str, int, list[str]]]:
    """The real server with its settings and a temporary folder: host, port, what it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "web"],
        cwd=ROOT,
        env={
            **os.environ,
            "ARCHIVE_CORPUS": str(settings.corpus),
            "ARCHIVE_VAR": str(settings.var),
            "PORT": "0",
            "WEB_WORKERS": "1",
            "TMPDIR": str(temporary),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    printed: list[str] = []
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        host, port = line.rpartition("//")[2].strip().split(":")
        yield host, int(port), printed
        process.terminate()
        printed.extend(process.communicate(timeout=60))
    finally:
        process.kill()
        process.communicate()


def posted(host: str, port: int, path: str, body: bytes, kind: str) -> tuple[int, str]:
    """Status and body of one posted request."""
    connection = HTTPConnection(host, port, timeout=120)
    try:
        connection.request("POST", path, body=body, headers={"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_nothing_of_a_draft_is_stored_or_logged(settings: Settings, tmp_path: Path) -> None:
    """A rare word of a draft is in the answer and nowhere else: no file, no log, no name.

    Drafts are typed, uploaded in one piece of 700 kB, refused, and broken.
    """
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    typed = urlencode({"text": f"{EARLIER[0]} {CANARY}"}).encode()
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=cut"
    broken = uploaded(b"%PDF-1.4 " + CANARY.encode(), "pdf")
    with serving(settings, temporary) as (host, port, printed):
        for path in ("/draft", "/api/draft"):
            status, answer = posted(host, port, path, typed, form)
            assert status == 200, answer
            assert CANARY in answer
            status, answer = posted(host, port, path, uploaded(PAGE, "html"), parts)
            assert status == 200, answer
            assert CANARY in answer
            assert posted(host, port, path, b"text=" + CANARY.encode(), form)[0] == 400
            assert posted(host, port, path, broken, parts)[0] == 400
            assert posted(host, port, f"{path}x", typed, form)[0] in (404, 405)
    assert CANARY not in "".join(printed)
    folders = [settings.var, settings.corpus, temporary, Path(tempfile.gettempdir())]
    for folder in folders[:3]:
        for file in folder.rglob("*"):
            assert CANARY not in file.name
            assert not file.is_file() or CANARY.encode() not in file.read_bytes()
    assert [file.name for file in folders[3].glob(f"*{CANARY}*")] == []
