"""More like this, whose words they are, and how much words count: what a reader can set."""

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from builds import HashEncoder, quick_folder, settings_in
from flask.testing import FlaskClient
from shelves import Thesaural, ask, hit_of, keep, names, opened
from werkzeug.datastructures import MultiDict

from archive import mixing
from archive.answer import as_json
from archive.errors import NotFoundError, QueryError
from archive.mixing import KEYWORD_WEIGHT, NAMES_WEIGHT, OWN_WEIGHT
from archive.model import PassageKind
from archive.nodes import Mode, Query
from archive.query import explain, parse
from archive.results import ResultPage
from archive.search import Searcher
from web import parameters
from web.links import Links

FILLER = ("Budgets for the coming year.", "Delegates met to elect a chair.", "Trains were late.")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Statements about torture, one of which holds a minister's words."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        corpus = settings_in(folder).corpus
        for number, text in enumerate(FILLER):
            keep(corpus, f"filler-{number}", [text])
        keep(corpus, "first", ["Torture in prison must end.", "More on torture in prison."])
        keep(corpus, "other", ["Prison guards and torture."], kind="report")
        keep(corpus, "meaning", ["Cruelty."])
        speech = ("We know no torture in prison.", PassageKind.QUOTATION)
        keep(corpus, "minister", ["The minister answered journalists.", speech])
        yield opened(folder, Thesaural())


def like(searcher: Searcher, text: str = "", **options: object) -> ResultPage:
    """What is like the first passage of the document `first`."""
    start = searcher.document("first")[0].passage.passage_id
    asked = parse(text, limit=100, **options)  # type: ignore[arg-type]
    return searcher.search(replace(asked, like=start))


def test_others_like_a_passage_are_found_by_words_and_by_meaning(searcher: Searcher) -> None:
    """Its own document is not among them: the reader comes from there."""
    page = like(searcher)
    assert names(page)[0] in ("other", "minister")
    assert {"other", "minister"} <= set(names(page))
    assert "first" not in names(page)
    assert page.like == searcher.document("first")[0].passage
    assert hit_of(page, "other").passages[0].found_by[0] == "keyword"
    near = like(searcher, mode=Mode.SEMANTIC)
    assert names(near).index("meaning") < names(near).index("filler-0")


def test_documents_are_ranked_by_the_passage_too(searcher: Searcher) -> None:
    """What is measured is what is shown."""
    start = searcher.document("first")[0].passage.passage_id
    ranked = searcher.rank_documents(replace(parse(""), like=start))
    assert [doc_id for doc_id, _ in ranked] == names(like(searcher))


def test_what_is_typed_beside_the_passage_has_to_hold(searcher: Searcher) -> None:
    """Words, conditions and filters narrow what is like it."""
    assert names(like(searcher, "guards", mode=Mode.KEYWORD)) == ["other"]
    assert names(like(searcher, "kind:report")) == ["other"]


def test_a_passage_that_is_not_there_is_named(searcher: Searcher) -> None:
    """With the next step; never an answer to something else."""
    asked = replace(parse(""), like="p-gone")
    with pytest.raises(NotFoundError, match=r"no passage .p-gone.*search for one"):
        searcher.search(asked)
    with pytest.raises(NotFoundError):
        searcher.search(replace(asked, like="\udcff" + "é" * 500))


def test_the_report_says_what_was_to_be_alike() -> None:
    """A query like a passage is read back as one."""
    asked = replace(parse("guards"), like="p1")
    assert explain(asked) == "like the passage p1 · words: guards"


def test_quoted_speech_can_be_left_out_or_asked_for(searcher: Searcher) -> None:
    """A minister's words inside our statement are not our position."""
    everything = ask(searcher, "torture in prison")
    kinds = {one.passage.kind for one in hit_of(everything, "minister").passages}
    assert PassageKind.QUOTATION in kinds
    own = ask(searcher, "torture in prison voice:own")
    assert {one.passage.kind for hit in own.hits for one in hit.passages} == {PassageKind.PARAGRAPH}
    assert {"first", "other"} <= set(names(own))
    assert names(ask(searcher, "torture in prison voice:quoted")) == ["minister"]
    assert names(ask(searcher, "torture in prison voice:nobody")) == []


def test_words_count_as_much_as_is_set(searcher: Searcher) -> None:
    """At 100 % the order is the words', at 0 % meaning says the first; the share is told."""
    by_words = names(ask(searcher, "torture in prison", mode=Mode.KEYWORD))
    asked = parse("torture in prison", limit=100)
    whole = searcher.search(replace(asked, weight=1.0))
    assert names(whole)[: len(by_words)] == by_words
    none = searcher.search(replace(asked, weight=0.0))
    assert names(none)[0] == names(ask(searcher, "torture in prison", mode=Mode.SEMANTIC))[0]
    assert as_json(whole)["weights"] == {"keyword": 1.0, "semantic": 0.0, "chosen": True}


def test_the_share_that_fits_the_query_is_told(searcher: Searcher) -> None:
    """Names count by their words, a language that is not here less; one lane mixes nothing."""
    assert ask(searcher, "torture prison").weight == KEYWORD_WEIGHT
    assert ask(searcher, "the torture in prison").weight == KEYWORD_WEIGHT
    foreign = ask(searcher, "la torture dans les prisons")
    assert foreign.weight == pytest.approx(KEYWORD_WEIGHT * OWN_WEIGHT)
    assert ask(searcher, "ICC").weight == NAMES_WEIGHT
    assert ask(searcher, "torture", mode=Mode.KEYWORD).weight is None
    assert as_json(ask(searcher, "torture", mode=Mode.KEYWORD))["weights"] is None


def test_a_language_that_the_model_does_not_read_is_left_to_words(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question in it counts by its words; one in a language that is read does not."""
    monkeypatch.setattr(mixing, "READ_BY", {HashEncoder.identity.name: ("en",)})
    foreign = ask(searcher, "la torture dans les prisons")
    assert foreign.weight == mixing.UNREAD_WEIGHT
    assert ask(searcher, "the torture in prison").weight == KEYWORD_WEIGHT


def read(address: str) -> Query:
    """The query of an address."""
    return parameters.read(MultiDict(parse_qsl(urlsplit(address).query)))


@pytest.mark.parametrize("typed", ["101", "-1", "0.5", "forty", "1000"])
def test_a_share_out_of_its_limits_is_refused(typed: str) -> None:
    """The value and the limits are named."""
    with pytest.raises(QueryError, match=f"words is “{typed}”.*0 to 100"):
        read(f"/search?q=a&words={typed}")


def test_the_address_keeps_share_and_passage() -> None:
    """Who follows it sees the same list; a new search drops the passage and keeps the share."""
    asked = read("/search?q=guards&words=20&like=p1")
    assert (asked.weight, asked.like) == (0.2, "p1")
    assert read(Links(asked).page(1)) == asked
    assert read(Links(asked).words("80")).weight == 0.8
    assert read(Links(asked).words("")).weight is None
    assert read(Links(asked).unlike()).like == ""
    assert dict(Links(asked).kept()) == {"words": "20"}
    with pytest.raises(QueryError, match="like is"):
        read("/search?q=a&like=" + "p" * 201)


def test_the_pages_lead_to_what_is_alike(client: FlaskClient) -> None:
    """From a hit and from a passage of a document; the page shows what the others are like."""
    found = client.get("/search?q=torture").text
    address = f"/search?like={_first_passage(client)}"
    assert "more like this</a>" in found
    assert address in client.get("/d/statement-2025-en").text
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Passages like this one, in other documents" in answer.text
    assert client.get("/search?like=gone").status_code == 404
    told = json.loads(client.get(f"/api{address}").text)
    assert told["like"] == _first_passage(client)


def test_the_page_offers_shares_and_voices(client: FlaskClient) -> None:
    """The one in force is marked; another one from an address is shown too."""
    text = client.get("/search?q=torture+victims&words=37").text
    assert 'aria-current="true">37 %</a>' in text
    assert "as fits</a>" in text
    assert "voice=own" in text
    chip = client.get("/search?q=torture+victims&voice=own").text
    assert "Remove the filter Voice: own words only" in chip


def _first_passage(client: FlaskClient) -> str:
    hits = json.loads(client.get("/api/search?q=torture").text)["hits"]
    passages = [hit["passage_id"] for hit in hits if hit["doc_id"] == "statement-2025-en"]
    page = client.get("/d/statement-2025-en").text
    return (
        str(passages[0])
        if passages
        else page.split('class="passage')[1].split('id="')[1].split('"')[0]
    )
