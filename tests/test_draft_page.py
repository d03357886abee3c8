"""A draft is checked on the page, over HTTP and in the terminal, and nothing of it is kept."""

import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from drafted import CALL, EARLIER, LEAD_IN, made, words_only
from flask import Flask
from flask.testing import FlaskClient
from started import serving

from archive.settings import Settings
from indexer import drafts, language
from indexer.commands.draft import draft
from web import posted as posting
from web.app import create_app
from web.searchers import Searchers

CANARY = "zyqquorblefnax"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small archive."""
    return made(tmp_path_factory.mktemp("drafts"))


@pytest.fixture(scope="module")
def app(settings: Settings) -> Flask:
    """The application over the small corpus."""
    return create_app(settings, searchers=Searchers(settings, opener=words_only))


@pytest.fixture
def reader(app: Flask) -> Iterator[FlaskClient]:
    """A browser at that application."""
    with app.test_client() as client:
        yield client


def test_the_page_and_the_api_say_the_same(reader: FlaskClient) -> None:
    """A posted draft is answered on the page and as JSON, each place with its address."""
    answer = reader.post("/api/draft", data={"text": EARLIER[0]}).get_json()
    page = reader.post("/draft", data={"text": EARLIER[0]})
    assert answer["counts"]["reused"] == 1
    assert answer["paragraphs"][0]["pairs"][0]["path"] in page.text
    assert "1 paragraph: 1 reused" in " ".join(page.text.split())
    french = reader.post("/fr/draft", data={"text": EARLIER[0]}).text
    assert "1 paragraphe — repris\u00a0: 1" in french
    turned = reader.post("/draft", data={"text": EARLIER[1].replace("12", "13")}).text
    assert 'differs from an earlier text. (<a href="#paragraph-1">1</a>)' in turned
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in page.headers
    assert "Check a draft" in reader.get("/draft").text


def test_the_earlier_words_beside_a_draft_are_as_printed(reader: FlaskClient) -> None:
    """Marked word by word, the earlier text keeps its commas, its spaces and its last stop."""
    first, *others = EARLIER[0].split()
    page = reader.post("/draft", data={"text": " ".join(["Lately", *others])}).text
    quoted = re.search(r'<blockquote class="words"[^>]*>(.*?)</blockquote>', page, re.S)
    assert quoted
    earlier = re.sub(r'<ins>.*?</ins>|<span class="unseen">.*?</span>', "", quoted[1])
    assert " ".join(re.sub(r"<[^>]*>", "", earlier).split()) == EARLIER[0]
    assert f"</span>{first}</del>" in quoted[1]


def test_an_addressee_has_its_name_in_the_language_of_the_page(
    reader: FlaskClient, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the page and in the terminal it is named; a program is told its id."""
    text = f"We urge companies to {CALL[0].lower()}{CALL[1:]}"
    answer = reader.post("/api/draft", data={"text": text}).get_json()
    different = answer["paragraphs"][0]["pairs"][0]["different_wording"]
    (told,) = (one for one in different if one["kind"] == "addressee")
    assert (told["draft"], told["earlier"]) == (["corporations"], ["all-states"])
    pages = {code: reader.post(f"/{code}/draft", data={"text": text}).text for code in ("fr", "ar")}
    assert "<b>Tous les États / communauté internationale</b>" in pages["fr"]
    assert "<b>جميع الدول / المجتمع الدولي</b>" in pages["ar"]
    file = tmp_path / "draft.txt"
    file.write_text(text)
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    shown = CliRunner().invoke(draft, [str(file)]).stdout
    assert (
        "addressee: Companies, banks and investors | All States / international community" in shown
    )


def test_the_words_that_lead_to_an_earlier_call_stand_above_it(reader: FlaskClient) -> None:
    """A draft that has the verb in the sentence says what the lead-in of the earlier call says."""
    draft = f"We urge all States to {CALL[0].lower()}{CALL[1:]}"
    pair = reader.post("/api/draft", data={"text": draft}).get_json()["paragraphs"][0]["pairs"][0]
    assert (pair["doc_id"], pair["lead_in"]) == ("statement-later", LEAD_IN)
    page = reader.post("/draft", data={"text": draft}).text
    assert f'<p class="lead-in" lang="en" dir="ltr">{LEAD_IN}</p>' in page


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
    for address in ("/draft", "/api/draft", "/api/v1/draft"):
        data = {
            name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in fields.items()
        }
        answer = reader.post(address, data=data, content_type="multipart/form-data")
        assert answer.status_code == 400
        assert says in answer.text
    if fields.get("text") == "two words":
        assert ">two words</textarea>" in reader.post("/draft", data=fields).text


def test_why_a_file_cannot_be_read_is_said_in_the_language_of_the_page(
    reader: FlaskClient,
) -> None:
    """With the file's name, the reason, and what to do."""
    old = bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600
    data = {"file": (io.BytesIO(old), "appel.doc")}
    fault = re.search(r'id="fault">(.*?)</p>', reader.post("/fr/draft", data=data).text)
    assert fault
    assert " ".join(fault[1].split()) == (
        "Impossible de lire « appel.doc » : ancien fichier Office (.doc), ou fichier avec mot de "
        "passe ; ouvrez-le et enregistrez-le en DOCX ou ODT sans mot de passe."
    )
    answer = reader.post("/api/draft", data={"file": (io.BytesIO(b"\xff\xd8\xff\0"), "a.jpg")})
    assert "picture without text (pages: 1)" in answer.get_json()["detail"]


def test_a_body_that_is_too_long_is_refused(reader: FlaskClient) -> None:
    """The limit is named, on a page and in the API."""
    body = b"text=" + b"x" * posting.MOST_BYTES
    for address in ("/draft", "/api/draft", "/api/v1/draft"):
        answer = reader.post(address, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 400
        assert "more than 20 MB" in answer.text


def test_one_draft_is_checked_and_one_waits(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third is to come again, as is one that waited too long; its text stays in the form."""
    monkeypatch.setattr(posting, "MOST_WAITING_SECONDS", 0.0)
    with posting._turn:
        assert reader.post("/draft", data={"text": EARLIER[0]}).status_code == 429
    monkeypatch.undo()
    with posting._places, posting._places:
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


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The command line says which file it looked for."""
    file = tmp_path / "nowhere.docx"
    error = CliRunner().invoke(draft, [str(file)]).exception
    assert str(error).startswith(f"“{file}” cannot be read: there is no such file")


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
    language.load()
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
        for address in ("/draft", "/api/draft", "/api/v1/draft"):
            kind = "multipart/form-data; boundary=cut"
            answer = reader.post(address, data=uploaded(PAGE, "html"), content_type=kind)
            assert answer.status_code == 200
            assert CANARY in answer.text
        assert CANARY in drafts.read(PAGE, ".html").passages[0].text
    finally:
        watched.clear()
    assert [path for path in opened if path != os.devnull and "__pycache__" not in path] == []


def test_nothing_of_a_draft_is_stored_or_logged(settings: Settings, tmp_path: Path) -> None:
    """A rare word of a draft is in the answer and nowhere else: no file, no log, no name.

    Drafts are typed, uploaded in one piece of 700 kB, refused, and broken.
    """
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    typed = urlencode({"text": f"{EARLIER[0]} {CANARY}"}).encode()
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=cut"
    broken = uploaded(b"%PDF-1.4 " + CANARY.encode(), "pdf")
    with serving(settings, WEB_WORKERS="1", TMPDIR=str(temporary)) as server:
        for path in ("/draft", "/api/draft", "/api/v1/draft"):
            status, answer = server.post(path, typed, form)
            assert status == 200, answer
            assert CANARY in answer
            status, answer = server.post(path, uploaded(PAGE, "html"), parts)
            assert status == 200, answer
            assert CANARY in answer
            assert server.post(path, b"text=" + CANARY.encode(), form)[0] == 400
            assert server.post(path, broken, parts)[0] == 400
            assert server.post(f"{path}x", typed, form)[0] in (404, 405)
    assert CANARY not in server.output
    folders = [settings.var, settings.corpus, temporary, Path(tempfile.gettempdir())]
    for folder in folders[:3]:
        for file in folder.rglob("*"):
            assert CANARY not in file.name
            assert not file.is_file() or CANARY.encode() not in file.read_bytes()
    assert [file.name for file in folders[3].glob(f"*{CANARY}*")] == []
