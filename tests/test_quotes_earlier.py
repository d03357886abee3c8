"""Words that only an earlier version has are told as such, and never verified."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from builds import HashEncoder, put, settings_in
from flask.testing import FlaskClient
from shelved import shelve
from sites import app_over
from test_web_pages import page, shown

from archive import earlier, json_lines, string_lines
from archive.earlier import Earlier, EarlierVersion, is_current
from archive.generation import open_served
from archive.opened import Opened, open_index
from archive.quotes import candidates
from archive.quotes.answer import as_json
from archive.quotes.candidates import Reach, stretches
from archive.quotes.checking import check
from archive.quotes.former import former_places
from archive.quotes.reading import readings
from archive.quotes.verdicts import Outcome
from archive.settings import Settings
from indexer.build import build
from indexer.commands.quote import as_text

KEPT = "The commission heard forty families of the disappeared in the old court house."
SAID = "It found that the army had closed the road before the night of the killings."
SAYS = "It found that the army had closed the road after the night of the killings."
DROPPED = "No officer was ever charged, and the archive of the brigade is under seal."
SPOKEN = "The colonel told the judges: “We never kept any list of those people.”"
BROKEN = "Courts may try trauma-inflicting officers only with the consent of the victims."
TALLY = "We counted three graves beside the river."
CALL = "States must open the sealed cellars of the ministry."
DIGEST = "Tells what a commission learned of a road."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of a document with three versions and a digest, and of others."""
    settings = settings_in(tmp_path_factory.mktemp("quotes-earlier"))
    shelve(
        settings.corpus,
        "doc",
        [KEPT, SAID],
        [KEPT, SAID, DROPPED, SPOKEN, BROKEN, TALLY],
        ["A heading", KEPT, SAYS],
        digest=DIGEST,
    )
    shelve(settings.corpus, "copy-b", [TALLY], ["Other words are here now."])
    shelve(settings.corpus, "copy-a", [TALLY], ["Nothing of it is left here."])
    shelve(settings.corpus, "called", [DROPPED, CALL], ["Nothing was called for."], number="12")
    put(settings.corpus, "witness", ["The witness spoke. " + SPOKEN, "The road was closed."])
    build(settings, encoder=HashEncoder())
    return settings


@pytest.fixture(scope="module")
def opened(built: Settings) -> Opened:
    """The index, opened."""
    return open_index(open_served(built.var))


@pytest.fixture
def reader(built: Settings) -> FlaskClient:
    """A reader's browser over it."""
    return app_over(built).test_client()


def test_what_was_edited_stands_in_an_earlier_version(opened: Opened) -> None:
    """The latest version that has the words is named, with the present words beside them."""
    verdict = check(SAID, opened)
    assert verdict.outcome is Outcome.EARLIER
    (place,) = verdict.places
    assert place.version is not None
    assert place.version.captured_at.startswith("2026-01-02")
    assert place.words == SAID
    assert place.now is not None
    assert [passage.text for passage in place.now.passages] == [SAYS]
    differing = [(one.typed, one.source) for one in place.now.changes if not one.is_same]
    assert differing == [("before", "after")]


def test_what_was_dropped_stands_in_an_earlier_version_too(opened: Opened) -> None:
    """Nothing of the present text need be like it."""
    verdict = check(DROPPED, opened)
    assert verdict.outcome is Outcome.EARLIER
    assert verdict.places[0].now is None


def test_what_still_stands_is_verified(opened: Opened) -> None:
    """An earlier version is only looked at where no present text has the words."""
    verdict = check(KEPT, opened)
    assert verdict.outcome is Outcome.VERIFIED
    assert verdict.places[0].version is None


@pytest.mark.parametrize(
    "typed",
    [
        SAID.replace("army", "police"),
        DROPPED.replace("No officer", "An officer"),
        "No officer was [ever] accused, and the archive of the brigade is under seal.",
        "Courts may try trauma-inflicting officers […] with the consent of the victims.",
        "Courts may try inflicting officers only with the consent of the victims.",
    ],
)
def test_altered_words_of_an_earlier_version_are_none_of_it(opened: Opened, typed: str) -> None:
    """One other word, or an ellipsis that hides "only", and it is not told to stand there."""
    assert check(typed, opened).outcome in (Outcome.ALTERED, Outcome.NOT_FOUND)


@pytest.mark.parametrize(
    "typed",
    [
        "the army had closed\nthe road before the night",
        "THE ARCHIVE OF THE BRIGADE IS UNDER SEAL",
        "the archive […] is under seal",
        "the [files] of the brigade is under seal",
        "[n]o officer was ever charged",
        "no offi-\ncer was ever charged",
        "may try traumainflicting officers",
        "may try trauma-inflicting officers",
        "the road before the night of the killings.\n\nNo officer was ever charged",
        "12. States must open the sealed cellars",
        "the archive of the brigade is under seal. 12. States must open the sealed cellars",
        "the archive of the brigade is under seal. States must open the sealed cellars",
    ],
)
def test_print_is_repaired_there_as_in_the_present_text(opened: Opened, typed: str) -> None:
    """What printing and typing change keeps no words from being found, also over passages."""
    assert check(typed, opened).outcome is Outcome.EARLIER


def test_a_source_is_looked_through_with_its_earlier_versions(opened: Opened) -> None:
    """An earlier version of the source comes before other sources; one of another says so."""
    spoken = "We never kept any list of those people"
    assert check(spoken, opened).outcome is Outcome.OTHER_VOICE
    there = check(spoken, opened, source="doc")
    assert there.outcome is Outcome.EARLIER
    assert there.places[0].quoted
    other = check(DROPPED, opened, source="witness")
    assert other.outcome is Outcome.EARLIER
    assert other.notes == ("It is an earlier version of another source than the one given.",)
    unknown = check(DROPPED, opened, source="Nowhere at all")
    assert unknown.outcome is Outcome.EARLIER
    assert not unknown.is_source_known
    assert "No document here matches" in unknown.notes[0]


def test_the_version_captured_last_comes_first(opened: Opened) -> None:
    """Those of one instant come by document."""
    places = check(TALLY, opened).places
    assert [place.document.doc_id for place in places] == ["doc", "copy-a", "copy-b"]


def test_a_digest_that_was_replaced_is_still_a_digest(opened: Opened) -> None:
    """Our own words are named as ours, also where the document's text has come since."""
    verdict = check(DIGEST, opened)
    assert verdict.outcome is Outcome.DIGEST
    assert verdict.places[0].version is not None
    assert verdict.places[0].version.version_id == "digest"


def test_the_words_that_are_read_of_earlier_versions_are_limited(opened: Opened) -> None:
    """With nothing left to read none is read, and the answer is told to be cut."""
    reach = Reach(words=0)
    found = former_places(readings(TALLY), opened, allowed=opened.live, reach=reach)
    assert found == []
    assert reach.is_cut
    reach = Reach(words=1)
    found = former_places(readings(TALLY), opened, allowed=opened.live, reach=reach)
    assert len(found) == 1
    assert reach.is_cut


def test_words_that_still_stand_are_verified_however_many_are_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A present text that was not compared among all is, before its earlier version is told."""
    settings = settings_in(tmp_path)
    for number in range(8):
        words = KEPT.split()
        put(
            settings.corpus,
            f"alike-{number}",
            [" ".join(words[number + 1 :] + words[: number + 1])],
        )
    shelve(settings.corpus, "doc", [KEPT, SAID], [KEPT, SAYS])
    build(settings, encoder=None)
    opened = open_index(open_served(settings.var))
    monkeypatch.setattr(candidates, "MOST_ALIKE", 1)
    monkeypatch.setattr(candidates, "MOST_COMPARED", 0)
    seen = stretches(
        readings(KEPT)[-1].parts, opened, allowed=opened.live, numbered=False, reach=Reach()
    )
    assert [stretch.rows[0].document.doc_id for stretch in seen] != ["doc"]
    verdict = check(KEPT, opened)
    assert verdict.outcome is Outcome.VERIFIED
    assert verdict.places[0].version is None


def test_what_no_earlier_version_holds_reads_none(opened: Opened) -> None:
    """A version without one of the words is never read."""
    reach = Reach(words=1)
    typed = readings(SAID.replace("army", "navy"))
    assert former_places(typed, opened, allowed=opened.live, reach=reach) == []
    assert (reach.words, reach.is_cut) == (1, False)


def _as_an_older_program(folder: Path, versions: Sequence[EarlierVersion]) -> None:
    """Each version in a line with its passages, and nothing to look through their words."""
    json_lines.write(folder, ("earlier.jsonl", "earlier_offsets.npy"), map(asdict, versions))
    ids = [{one.doc_id, *(passage.passage_id for passage in one.passages)} for one in versions]
    string_lines.write(folder, ("earlier_names.npy", "earlier_lines.npy"), ids)


def test_an_index_without_the_letters_of_earlier_versions_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that an older program built goes on answering, and the next build replaces it."""
    settings = settings_in(tmp_path)
    shelve(settings.corpus, "doc", [KEPT, SAID], [KEPT, SAYS])
    with monkeypatch.context() as older:
        older.setattr(earlier, "write", _as_an_older_program)
        build(settings, encoder=None)
    served = open_served(settings.var)
    assert not is_current(served.folder)
    (before,) = Earlier.open(served.folder).of_document("doc")
    assert [passage.text for passage in before.passages] == [KEPT, SAID]
    assert check(SAID, open_index(served)).outcome is Outcome.ALTERED
    build(settings, encoder=None)
    served = open_served(settings.var)
    assert Earlier.open(served.folder).of_document("doc") == (before,)
    assert check(SAID, open_index(served)).outcome is Outcome.EARLIER


def test_the_page_leads_to_the_earlier_passage_and_shows_the_difference(
    reader: FlaskClient,
) -> None:
    """The address of the verdict's passage has the words; the present ones stand below."""
    answer = reader.post("/api/quote", data={"text": SAID}).get_json()
    assert answer["outcome"] == "earlier-version"
    place = answer["places"][0]
    assert SAID in shown(page(reader, place["path"].partition("#")[0]))
    assert place["earlier_version"]["captured_at"].startswith("2026-01-02")
    assert place["earlier_version"]["now"]["path"].startswith("/d/doc#")
    html = reader.post("/quote", data={"text": SAID}).text
    assert place["path"] in html
    assert place["earlier_version"]["now"]["path"] in html
    text = shown(html)
    assert "earlier version, captured on 2 January 2026" in text
    assert "The nearest words of the present text:" in text
    assert "in the present text: after" in text
    assert "Verified" not in text


def test_the_page_says_that_nothing_near_to_it_is_left(reader: FlaskClient) -> None:
    """What was dropped has no present words beside it, but a link to the present text."""
    html = reader.post("/fr/quote", data={"text": DROPPED}).text
    assert "version antérieure" in shown(html)
    assert 'href="/fr/d/doc"' in html
    assert "<ins>" not in html


def test_the_terminal_says_which_version(opened: Opened) -> None:
    """The earlier words, their address, and the present words or that there are none."""
    text = as_text(check(SAID, opened))
    place = as_json(check(SAID, opened))["places"][0]
    assert "earlier version, captured on 2026-01-02" in text
    assert place["path"].removeprefix("/d/") in text
    assert "[before | after]" in text
    assert "nothing near to it" in as_text(check(DROPPED, opened))
