"""A long draft is checked part by part, each saying which, and the next is one click away."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from builds import HashEncoder, settings_in
from drafted import EARLIER, fill, made, words_only
from flask.testing import FlaskClient
from numpy.typing import NDArray

from archive.drafts import draft
from archive.drafts.answer import as_json
from archive.drafts.checking import Part, check
from archive.drafts.draft import Draft
from archive.errors import QueryError
from archive.generation import open_served
from archive.model import PassageKind
from archive.opened import open_index
from archive.search import Searcher
from archive.settings import Settings
from indexer import drafts
from indexer.build import build
from indexer.extract import confined
from web import posted
from web.app import create_app
from web.searchers import Searchers

TODAY = date(2026, 1, 1)
TEXT = "\n\n".join(EARLIER)
LONG = Part(seconds=60)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small archive."""
    return made(tmp_path_factory.mktemp("parts"))


@pytest.fixture(scope="module")
def searcher(settings: Settings) -> Searcher:
    """A searcher that looks at words alone."""
    return words_only(settings)


@pytest.fixture
def reader(settings: Settings) -> Iterator[FlaskClient]:
    """A browser at an application over the small archive."""
    app = create_app(settings, searchers=Searchers(settings, opener=words_only))
    with app.test_client() as client:
        yield client


def test_a_part_says_what_it_compared_and_where_the_next_begins(searcher: Searcher) -> None:
    """Numbers go on through the parts, and the last one says that it is."""
    read = drafts.read(TEXT.encode(), "")
    first = check(read, searcher, today=TODAY, part=replace(LONG, most=2))
    assert [one.number for one in first.paragraphs] == [1, 2]
    assert first.notes[0] == "Only paragraphs 1 to 2 of 3 were compared here."
    assert (first.total, first.goes_on_at) == (3, 3)
    told = as_json(first)
    assert (told["goes_on_at"], told["counts"]["unchecked"]) == (3, 1)
    last = check(read, searcher, today=TODAY, part=replace(LONG, first=3))
    assert [one.number for one in last.paragraphs] == [3]
    assert last.goes_on_at is None
    whole = check(read, searcher, today=TODAY, part=LONG)
    assert (*first.paragraphs, *last.paragraphs) == whole.paragraphs
    assert not any("Only paragraphs" in note for note in whole.notes)


def test_however_little_time_there_is_the_check_goes_on(searcher: Searcher) -> None:
    """Each part has at least one paragraph, so that the parts come to an end."""
    read = drafts.read(TEXT.encode(), "")
    report = check(read, searcher, today=TODAY, part=Part(seconds=0))
    assert [one.number for one in report.paragraphs] == [1]
    assert report.goes_on_at == 2


def test_a_part_that_is_not_there_is_refused(searcher: Searcher) -> None:
    """With the number that was asked for and the number there are."""
    with pytest.raises(QueryError, match="3 paragraphs; begin at one of them, not at 4"):
        check(drafts.read(TEXT.encode(), ""), searcher, today=TODAY, part=replace(LONG, first=4))


def test_the_themes_of_earlier_parts_are_the_drafts(searcher: Searcher) -> None:
    """So that no part tells as left out what another one carries; an unknown one is passed over."""
    read = drafts.read(b"Pastry cooks deserve longer holidays by the sea.", "")
    part = replace(LONG, carried=frozenset({"torture", "no-such-theme"}))
    report = check(read, searcher, today=TODAY, part=part)
    assert [theme.term_id for theme in report.themes] == ["torture"]
    assert check(read, searcher, today=TODAY, part=LONG).themes == ()


def test_a_draft_goes_through_json_as_the_check_sees_it(searcher: Searcher) -> None:
    """What a process read, or a page sends again, is compared as it was read at first."""
    text = f'# A "title" </input> of some words\n\nWe urge all States to:\n\n1. {EARLIER[0]}\n'
    read = drafts.read(text.encode(), ".md")
    again = draft.of_json(draft.as_json(read))
    assert again.passages[0].kind is PassageKind.HEADING
    assert again.passages[2].lead_in == "We urge all States to:"
    report, second = (check(one, searcher, today=TODAY, part=LONG) for one in (read, again))
    assert as_json(report) == as_json(second)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"passages": 1, "unread": []}',
        '{"passages": [{}], "unread": []}',
        '{"passages": [{"kind": "x", "voice": "own", "text": "a"}], "unread": []}',
        '{"passages": [{"kind": "paragraph", "voice": "own", "text": 5}], "unread": []}',
        '{"passages": [{"kind": "note", "voice": "own", "text": "a", "number": {}}], "unread": []}',
        '{"passages": [], "unread": ["1"]}',
        " " * (draft.MOST_JSON_CHARACTERS + 1),
    ],
)
def test_what_is_no_draft_in_json_is_refused(content: str) -> None:
    """A page sends it, so anybody can send anything."""
    with pytest.raises(QueryError, match="did not come back whole"):
        draft.of_json(content)


def test_as_many_lines_as_no_book_has_are_refused() -> None:
    """Before they are made into passages, with the number."""
    with pytest.raises(QueryError, match="20,001 paragraphs and lines; give at most 20,000"):
        drafts.read(b"one\n\n" * 20_001, "")


def test_a_text_that_is_too_long_is_not_cut_into_lines_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twenty megabytes of short lines would take the reader's whole time."""
    monkeypatch.setattr(confined, "extract", None)
    with pytest.raises(QueryError, match="1,000,005 characters; give at most 1,000,000"):
        drafts.read(b"word " * 200_001, ".md")


def test_pages_that_are_pictures_are_said_to_be_unread(searcher: Searcher) -> None:
    """Beside a report on the others, and as the reason where there is nothing else."""
    read = replace(drafts.read(TEXT.encode(), ""), unread=(2, 5))
    report = check(read, searcher, today=TODAY, part=LONG)
    assert "pictures without text were not read: 2, 5." in report.notes[0]
    with pytest.raises(QueryError, match=r"picture without text \(pages: 2, 5\)"):
        check(Draft(passages=(), unread=(2, 5)), searcher, today=TODAY, part=LONG)
    many = Draft(passages=(), unread=tuple(range(1, 400)))
    with pytest.raises(QueryError, match=r"19, 20 …\)"):
        check(many, searcher, today=TODAY, part=LONG)


def hidden(page: str) -> dict[str, str]:
    """The fields that the page's button sends to go on."""
    form = re.search(r'<form class="onward".*?</form>', page, re.S)
    assert form
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0])
    }


def test_the_page_leads_on_to_the_next_part(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One button checks the rest, also of a file, which no form can send a second time."""
    monkeypatch.setattr(posted, "MOST_SECONDS", 0.0)
    page = reader.post("/draft", data={"text": TEXT})
    numbers = []
    for _ in EARLIER:
        assert page.status_code == 200
        numbers += re.findall(r'<article id="paragraph-(\d+)"', page.text)
        if len(numbers) < len(EARLIER):
            assert f"Check the rest, from paragraph {len(numbers) + 1}" in page.text
            page = reader.post("/draft", data=hidden(page.text))
    assert numbers == ["1", "2", "3"]
    assert "onward" not in page.text


def test_a_long_report_leads_to_what_stands_behind_its_table(reader: FlaskClient) -> None:
    """A short one shows that without a link."""
    link = '<a href="#radar">'
    assert link not in reader.post("/draft", data={"text": TEXT}).text
    assert link in reader.post("/draft", data={"text": "\n\n".join(EARLIER * 4)}).text


def test_a_next_part_that_has_to_wait_is_not_lost(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button that sends it stands below the reason, with all that it sent."""
    monkeypatch.setattr(posted, "MOST_SECONDS", 0.0)
    fields = hidden(reader.post("/draft", data={"text": TEXT}).text)
    with posted._places, posted._places:
        page = reader.post("/draft", data=fields)
    assert page.status_code == 429
    assert hidden(page.text) == fields
    assert json.loads(fields["read"])["passages"][0]["text"] == EARLIER[0]


def test_the_api_begins_where_it_is_told(reader: FlaskClient) -> None:
    """The same file with `from` gives the rest; a number that is none is named."""
    answer = reader.post("/api/draft", data={"text": TEXT, "from": "3"}).get_json()
    assert [one["number"] for one in answer["paragraphs"]] == [3]
    assert answer["goes_on_at"] is None
    for wrong in ("0", "x", "4"):
        refused = reader.post("/api/v1/draft", data={"text": TEXT, "from": wrong})
        assert refused.status_code == 400
        assert wrong in refused.get_json()["detail"]


class Counting(HashEncoder):
    """An encoder under the name of one with bounds, that counts the texts it is given."""

    identity = replace(HashEncoder.identity, name="e5")

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(DIMENSION,) float32 of length 1."""
        self.given.append(text)
        return super().encode_query(text)


def test_a_paragraph_goes_through_the_model_once(tmp_path: Path) -> None:
    """It is searched for and compared with every passage, by one vector."""
    chosen, encoder = settings_in(tmp_path), Counting()
    fill(chosen.corpus)
    build(chosen, encoder=encoder)
    searcher = Searcher(open_index(open_served(chosen.var)), encoder)
    encoder.given.clear()
    report = check(drafts.read(TEXT.encode(), ""), searcher, today=TODAY, part=LONG)
    assert len(report.paragraphs) == len(EARLIER)
    assert sorted(one for one in encoder.given if one in EARLIER) == sorted(EARLIER)
