"""Two positions side by side, and who repeated a wording: exact texts, whole, in order of date."""

from collections.abc import Iterator

import pytest
from builds import put, quick_folder, settings_in
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sites import app_over, put_digest

from archive.errors import NotFoundError
from archive.generation import open_served
from archive.lineage.likeness import runs
from archive.opened import Opened, open_index
from archive.positions.repeated import NEARLY_SAME, likeness, wordings
from archive.positions.sides import MOST_WORDS, Run, compare, marked
from archive.settings import Settings
from indexer.build import build
from indexer.cli import archive

ASKED = "All States must adopt a blocking statute against the sanctions without further delay."
EDITED = "All States should adopt a blocking statute against the sanctions without further delay."
OTHER = "The families of the disappeared have searched for thirty years with bare hands."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A sentence in two statements, edited in a third, and in a digest."""
    with quick_folder(tmp_path_factory.mktemp("beside")) as folder:
        settings = settings_in(folder)
        put(settings.corpus, "b-later", [f"{OTHER} {ASKED}"])
        put(settings.corpus, "a-first", [ASKED.replace("'", "’"), "Short words here."])
        put(settings.corpus, "c-edited", [EDITED])
        put_digest(settings.corpus, "digest", title="D", digest=ASKED, language="en")
        put_digest(settings.corpus, "arabic", title="A", digest="يجب على جميع الدول", language="ar")
        build(settings, encoder=None)
        yield settings


@pytest.fixture(scope="module")
def opened(settings: Settings) -> Opened:
    """Its index."""
    return open_index(open_served(settings.var))


def _id(opened: Opened, doc_id: str, place: int = 0) -> str:
    number = int(opened.columns.rows_of_document(doc_id)[place])
    return opened.row(number).passage.passage_id


def test_words_of_one_side_are_marked() -> None:
    """What both have is not, whatever its quotation marks."""
    ours, theirs, share = marked("They “must” act now.", 'They "should" act.')
    assert [run.text for run in ours if run.is_own] == ["must", "now"]
    assert [run.text for run in theirs if run.is_own] == ["should"]
    assert share == 2 * 5 / (7 + 6)


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_runs_give_the_whole_text(first: str, second: str) -> None:
    """Nothing is lost or added, and a text differs from itself in nothing."""
    ours, theirs, _ = marked(first, second)
    for text, side in ((first, ours), (second, theirs)):
        assert "".join(run.text for run in side) == (text if text.strip() else "")
    assert not any(run.is_own for side in marked(first, first)[:2] for run in side)


def test_what_stands_behind_the_bound_is_shown_and_not_marked() -> None:
    """The first 600 words are compared; the rest stands there, marked as nobody's."""
    text = " ".join(f"w{number}" for number in range(MOST_WORDS + 5))
    ours, theirs, _ = marked(text, "other")
    assert "".join(run.text for run in ours) == text
    assert ours[-1] == Run(text="w600 w601 w602 w603 w604", is_own=False)
    assert theirs[-1].is_own


def test_languages_are_not_compared(opened: Opened) -> None:
    """Two positions in two languages stand side by side without marks."""
    pair = compare(opened, _id(opened, "a-first"), _id(opened, "arabic"))
    assert not pair.is_comparable
    assert [run.is_own for run in pair.first.runs] == [False]
    with pytest.raises(NotFoundError, match="nowhere"):
        compare(opened, _id(opened, "a-first"), "nowhere")


def test_a_wording_is_found_wherever_it_stands(opened: Opened) -> None:
    """Equal and nearly equal sentences, by date, then document; a digest is no use of it."""
    _, found = wordings(opened, _id(opened, "b-later"))
    assert [one.sentence for one in found] == [OTHER, ASKED]
    assert [use.document.doc_id for use in found[0].uses] == ["b-later"]
    uses = [(use.document.doc_id, use.is_same) for use in found[1].uses]
    assert uses == [("a-first", True), ("b-later", True), ("c-edited", False)]
    assert found[1].first is found[1].uses[0]
    assert wordings(opened, _id(opened, "digest"))[1] == ()
    assert wordings(opened, _id(opened, "a-first", 1))[1] == ()


def test_the_threshold_tells_one_changed_word_from_another_demand() -> None:
    """One word of a sentence may change; what asks for something else is another wording."""
    changed = likeness(runs(ASKED), runs(EDITED))
    another = likeness(runs(ASKED), runs("All States must adopt a national plan of action."))
    assert changed > NEARLY_SAME > another


def test_the_pages_and_the_api(settings: Settings, opened: Opened) -> None:
    """The pair has its marks as elements, and each side leads to its passage."""
    client: FlaskClient = app_over(settings).test_client()
    first, second = _id(opened, "a-first"), _id(opened, "c-edited")
    page = client.get(f"/positions/compare?a={first}&b={second}").text
    assert "<del>must</del>" in page
    assert "<ins>should</ins>" in page
    assert f"/p/{first}" in page
    whole = {"a": f"http://x.org/d/a-first#{first}", "b": f" /p/{second}"}
    assert "<ins>should</ins>" in client.get("/positions/compare", query_string=whole).text
    answer = client.get(f"/api/positions/compare?a={first}&b={second}").get_json()
    assert {"text": "must ", "only_here": True} in answer["first"]["runs"]
    page = client.get(f"/positions/wording?passage={first}").text
    assert f"#{second}" in page
    assert "digest" not in page
    found = client.get(f"/api/positions/wording?passage={first}").get_json()
    assert [use["doc_id"] for use in found["sentences"][0]["uses"]] == [
        "a-first", "b-later", "c-edited",
    ]  # fmt: skip
    assert "our own words" in client.get(f"/positions/wording?passage={_id(opened, 'digest')}").text
    for address, status in (
        (f"/positions/compare?a={first}", 200),
        ("/positions/compare", 200),
        ("/positions/compare?a=nowhere", 404),
        (f"/positions/compare?a={'x' * 201}", 400),
        ("/positions/wording", 400),
        ("/positions/wording?passage=nowhere", 404),
    ):
        assert client.get(address).status_code == status, address


@pytest.mark.parametrize("name", ["a", "b"])
def test_one_passage_alone_asks_for_the_second(
    settings: Settings, opened: Opened, name: str
) -> None:
    """Whichever of the two was chosen on a timeline, it is shown as the first."""
    first = _id(opened, "a-first")
    page = app_over(settings).test_client().get(f"/positions/compare?{name}={first}").text
    assert "Chosen as the first" in page
    assert f'name="a" value="{first}"' in page
    assert 'name="b" value=""' in page


def test_the_commands(settings: Settings, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in a terminal."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    first, second = _id(opened, "a-first"), _id(opened, "c-edited")
    run = CliRunner().invoke
    told = run(archive, ["compare", first, second], catch_exceptions=False).output
    assert "All States [-must-] adopt" in told
    assert "All States {+should+} adopt" in told
    assert "2025-07 · publisher not known\n" in told
    assert "\n  On c-edited\n" in told
    rows = [opened.row(number) for number in range(len(opened.live))]
    short = next(row.passage for row in rows if row.passage.text == "Short words here.")
    told = run(archive, ["compare", short.passage_id, first], catch_exceptions=False).output
    assert "[-Short words here-]." in told
    listed = run(archive, ["wording", first], catch_exceptions=False).output
    assert listed.count("same words") == 2
    assert "nearly the same" in listed
