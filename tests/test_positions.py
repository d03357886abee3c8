"""Positions: acts of the author alone, to the right addressee, on the right themes, dated."""

import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from builds import put, settings_in
from flask.testing import FlaskClient
from markupsafe import escape
from shipped_rules import annotated as of_fidh
from shipped_rules import annotator
from sites import app_over, put_digest

from archive.annotation import rules
from archive.errors import NotFoundError, QueryError, RecordError
from archive.generation import open_served
from archive.model import Document, PassageKind, TextOrigin, Voice
from archive.opened import Opened, open_index
from archive.positions.calls import calls
from archive.positions.stands import MOST_PAGES
from archive.positions.timeline import overview, timeline
from archive.rows import Row
from archive.settings import Settings
from indexer.build import build
from indexer.extract import child
from indexer.segment import segment

ROOT = Path(__file__).parents[1]
SHARED = Path(__file__).parents[2] / "shared" / "data"


annotated = partial(of_fidh, by="Coalition for Justice")


@pytest.mark.parametrize(
    ("text", "act", "addressees"),
    [
        ("We call on all States to arrest the suspects.", "demand", ("all-states",)),
        ("The Coalition urges the Security Council to refer it.", "demand", ("un",)),
        ("Our organisations strongly condemn the attack.", "condemn", ()),
        ("We are deeply concerned about reprisals.", "concern", ()),
        ("We call for trials, urging France to act.", "demand", ("named-state",)),
        ("The Security Council is duty bound to act.", "recall-law", ("un",)),
        ("We urge the ASP to fund it.", "demand", ("states-parties",)),
        ("The Coalition for Justice welcomes the verdict.", "welcome", ()),
        ("We reaffirm our support for survivors.", "reaffirm", ()),
        ("France must open an investigation.", "demand", ("named-state",)),
        ("States Parties should pay on time.", "demand", ("states-parties",)),
        ("Calls on the European Commission to act.", "demand", ("eu",)),
    ],
)
def test_an_act_is_its_authors(text: str, act: str, addressees: tuple[str, ...]) -> None:
    """Who acts is named, or "we", or nobody before the verb; to whom stands behind it."""
    found = annotated(text)
    assert (found.act, found.addressees) == (act, addressees)


@pytest.mark.parametrize(
    "text",
    [
        "The minister urged all States to wait.",
        "We do not condemn the judges.",
        "The general said: “We call on all States to look away.”",
        "Many believe that France must wait.",
        "Should all States wait?",
        "The trial began on 3 May before the Court.",
        "We welcomed Judge Ruiz to the board.",
        "We welcomed Prof. Ruiz to the board.",
    ],
)
def test_what_others_do_or_nobody_does_is_no_act(text: str) -> None:
    """Reports, negations, speech, questions and plain facts take no stand."""
    assert annotated(text).act == ""


@pytest.mark.parametrize(
    ("language", "text", "act", "addressees"),
    [
        ("fr", "Nous appelons tous les États à agir.", "demand", ("all-states",)),
        ("es", "Condenamos el ataque contra la Corte.", "condemn", ()),
        ("es", "Instamos a todos los Estados a cooperar.", "demand", ("all-states",)),
        ("ar", "ندعو جميع الدول إلى التعاون.", "demand", ("all-states",)),
    ],
)
def test_acts_are_found_in_four_languages(
    language: str, text: str, act: str, addressees: tuple[str, ...]
) -> None:
    """A verb whose form says "we" needs nobody before it."""
    found = annotated(text, language=language)
    assert (found.act, found.addressees) == (act, addressees)


def test_a_call_inherits_from_its_lead_in() -> None:
    """A numbered call does what the sentence above the list says, to whom that says."""
    found = annotated(
        "Fund reparations frameworks.",
        kind=PassageKind.CALL,
        number="1",
        lead_in="In particular, we urge all States to:",
    )
    assert (found.act, found.addressees, found.inherited) == ("demand", ("all-states",), True)
    assert [theme.theme_id for theme in found.themes] == ["reparations"]


def test_quoted_and_printed_beside_are_no_stand() -> None:
    """A passage in another's voice, a heading and an "About us" take none."""
    for fields in (
        {"voice": Voice.QUOTED},
        {"kind": PassageKind.HEADING},
        {"kind": PassageKind.BOILERPLATE},
    ):
        assert annotated("We call on all States to act.", **fields).act == ""


def test_a_theme_names_the_words_it_rests_on() -> None:
    """The cue stands in the passage where it is said to; crimes in a list are no themes."""
    text = "Blocking statute now: coercive measures against the Court must end."
    theme = annotated(text).themes[0]
    assert theme.theme_id == "icc-sanctions"
    assert text[theme.start :].startswith(theme.cue)
    listed = "It tries genocide, crimes against humanity, war crimes and the crime of aggression."
    assert annotated(listed).themes == ()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built corpus with the shipped rules, two statements and two digests."""
    settings = settings_in(tmp_path_factory.mktemp("positions"))
    settings.corpus.mkdir()
    for name in rules.SOURCES:
        (settings.corpus / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    put(
        settings.corpus,
        "statement",
        ["We call on all States to adopt a blocking statute.", "US sanctions go on."],
    )
    put_digest(
        settings.corpus,
        "old",
        title="Old",
        digest="The Network condemns the US sanctions.",
        publishers=("Network <b>",),
        language="en",
        issued="2023-03-01",
    )
    put_digest(
        settings.corpus,
        "by-record",
        title="By its record",
        digest="The Network calls for arrests.",
        language="en",
        themes=("Sanctions on the ICC",),
    )
    build(settings, encoder=None)
    return settings


@pytest.fixture(scope="module")
def opened(settings: Settings) -> Opened:
    """The index of that corpus."""
    return open_index(open_served(settings.var))


def test_a_timeline_is_newest_first_with_its_years(opened: Opened) -> None:
    """Undated positions come last; no year between the first and the last is left out."""
    found = timeline(opened, "icc-sanctions", filters={})
    assert [one.card.document.doc_id for one in found.filed] == ["statement", "old", "by-record"]
    assert found.years == (("2023", 0, 1), ("2024", 0, 0), ("2025", 1, 0))
    assert [one.card.is_digest for one in found.filed] == [False, True, True]
    assert (found.filed[2].theme.start, found.filed[2].theme.basis) == (-1, "record")
    assert found.silent == 1
    assert timeline(opened, "icc-sanctions", filters={"origin": "digest"}).silent == 0
    assert timeline(opened, "icc-sanctions", filters={"act": "demand"}).silent == 0


def test_the_years_and_the_undated_are_all(opened: Opened) -> None:
    """The chart's numbers are all positions that the other filters leave, whatever the year."""
    chart = (("2023", 0, 1), ("2024", 0, 0), ("2025", 1, 0))
    for filters, total in (({}, 3), ({"year": "2025"}, 1), ({"year": "1950"}, 0)):
        found = timeline(opened, "icc-sanctions", filters=filters)
        assert (found.years, found.undated, found.total) == (chart, (0, 1), total)
    own = timeline(opened, "icc-sanctions", filters={"origin": "captured"})
    assert (own.years, own.undated) == ((("2025", 1, 0),), (0, 0))


def test_a_year_of_the_chart_leads_to_its_positions(settings: Settings) -> None:
    """Chosen it leads back; the others stay in sight, also where nothing is left."""
    client = app_over(settings).test_client()
    path = "/positions/icc-sanctions"
    page = client.get(f"{path}?origin=digest").text
    assert f'<a href="{path}?origin=digest&amp;year=2023">2023</a>' in page
    chosen = client.get(f"{path}?year=2023").text
    assert f'<a href="{path}" aria-current="true">2023 ×</a>' in chosen
    assert f'<a href="{path}?year=2025">2025</a>' in chosen
    assert f'<a href="{path}?year=2025">2025</a>' in client.get(f"{path}?year=1950").text
    assert '<th scope="row">2024</th>' in chosen


def test_filters_narrow_and_count(opened: Opened) -> None:
    """Each value says how many cards it would leave beside the other filters."""
    found = timeline(opened, "icc-sanctions", filters={"act": "demand", "origin": "captured"})
    assert [one.card.document.doc_id for one in found.filed] == ["statement"]
    acts = {choice.value: choice.count for choice in found.choices["act"]}
    assert acts == {"demand": 1}
    with pytest.raises(QueryError, match="colour"):
        timeline(opened, "icc-sanctions", filters={"colour": "red"})
    with pytest.raises(NotFoundError, match="nowhere"):
        timeline(opened, "nowhere", filters={})


@pytest.mark.parametrize("page", [0, MOST_PAGES + 1])
def test_a_page_that_no_answer_has_is_named(opened: Opened, page: int) -> None:
    """Whoever asks, in the positions on a theme and in the calls."""
    with pytest.raises(QueryError, match=f"page is {page};"):
        timeline(opened, "icc-sanctions", filters={}, page=page)
    with pytest.raises(QueryError, match=f"page is {page};"):
        calls(opened, (), filters={}, page=page)


def test_the_overview_has_every_theme(opened: Opened) -> None:
    """A theme without positions is there with none."""
    counts = {one.theme.term_id: one for one in overview(opened)}
    assert len(counts) == len(opened.annotations.rules.themes)
    assert (counts["icc-sanctions"].positions, counts["icc-sanctions"].captured) == (3, 1)
    assert counts["icc-sanctions"].latest == "2025"


def test_changed_rules_are_annotated_anew(tmp_path: Path) -> None:
    """A build with other rules makes another generation, one with the same rules none."""
    settings = settings_in(tmp_path)
    put(settings.corpus, "statement", ["We call on all States to adopt a blocking statute."])
    plain = build(settings, encoder=None)
    for name in rules.SOURCES:
        (settings.corpus / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    annotated_id = build(settings, encoder=None)
    assert plain != annotated_id == build(settings, encoder=None)
    assert open_index(open_served(settings.var)).annotations.of(0).act == "demand"


def test_rules_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A slip in a rule file stops the build with the file's name."""
    (tmp_path / "themes.toml").write_text("theme = [")
    with pytest.raises(RecordError, match=r"themes\.toml"):
        rules.source(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("positions.toml", "resolves = "),
        ("positions.toml", "stress = "),
        ("themes.toml", "[theme.cues]"),
    ],
)
def test_rules_of_another_release_are_named(tmp_path: Path, name: str, said: str) -> None:
    """A field that this release reads and the corpus has not: its file, and what to do."""
    for source in rules.SOURCES:
        text = (ROOT / "corpus" / source).read_text(encoding="utf-8")
        changed = text.replace(said, said.replace("e", "_e", 1), 1) if source == name else text
        (tmp_path / source).write_text(changed, encoding="utf-8")
    with pytest.raises(
        RecordError, match=rf"^{name} of the corpus: .*corpus/{name} of this release"
    ):
        rules.load(rules.source(tmp_path))


def test_a_named_list_of_words_stands_for_all_of_them(tmp_path: Path) -> None:
    """So that an editor reads and mends a list once, wherever cues need it."""
    for source in rules.SOURCES:
        shutil.copy(ROOT / "corpus" / source, tmp_path)
    path = tmp_path / "positions.toml"
    text = path.read_text(encoding="utf-8")
    named = text.replace('stress = "', 'stress = "hammer|', 1)
    path.write_text(
        named.replace("pronoun = [", 'pronoun = ["<stress> them", ', 1), encoding="utf-8"
    )

    wording = rules.load(rules.source(tmp_path)).wordings["en"]

    assert wording.pronoun[0].startswith("hammer|stress|")
    assert wording.pronoun[0].endswith(" them")
    assert "<" not in "".join(cue for cues in wording.performs.values() for cue in cues)


def page_of_words(html: str, row: str) -> str:
    """The numbers in the row of the table of years that begins so."""
    found = re.search(rf'<th scope="row">{row}</th>(.*?)</tr>', html, re.S)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())


@pytest.mark.parametrize("path", ["/positions/icc-sanctions", "/calls"])
def test_filters_in_force_are_shown_and_can_be_removed(settings: Settings, path: str) -> None:
    """Also where nothing is left; each alone, in words, by the address without it."""
    client = app_over(settings).test_client()
    page = client.get(f"{path}?to=all-states&year=1950").text
    chips = page[page.index('class="chips"') :]
    assert 'aria-label="Remove the filter Year: 1950"' in chips
    assert 'aria-label="Remove the filter To whom: All States / international community"' in chips
    assert f'href="{path}?to=all-states"' in chips
    assert "has all that was asked for" in page
    assert "chips" not in client.get(path).text


def test_a_theme_without_a_position_says_so(settings: Settings) -> None:
    """Nothing was narrowed down, so there is no filter to take away."""
    page = app_over(settings).test_client().get("/positions/starvation").text
    assert "No position is on this theme yet" in page
    assert "Remove the filters" not in page


@pytest.mark.parametrize("path", ["/positions/icc-sanctions", "/calls"])
def test_a_page_behind_the_last_leads_back(settings: Settings, path: str) -> None:
    """It says how many there are, and not that nothing was found."""
    page = app_over(settings).test_client().get(f"{path}?page=9").text
    assert "There is only 1 page." in page
    assert f'<a href="{path}">Back to the first</a>' in page
    assert "Page 9" not in page


def test_a_theme_is_defined_in_the_language_of_the_page(settings: Settings) -> None:
    """Each page has the sentence in its own language alone; the API has all of them."""
    client: FlaskClient = app_over(settings).test_client()
    (defined,) = (
        one["definition"]
        for one in client.get("/api/positions").get_json()["themes"]
        if one["theme_id"] == "icc-sanctions"
    )
    assert sorted(defined) == ["ar", "en", "es", "fr"]
    for code in defined:
        page = client.get(f"/{code}/positions/icc-sanctions").text
        assert [one for one in defined if f">{escape(defined[one])}</p>" in page] == [code]


def test_the_pages_and_the_api(settings: Settings) -> None:
    """The overview leads to the timeline, whose cards lead to their passages."""
    client: FlaskClient = app_over(settings).test_client()
    assert "/positions/icc-sanctions" in client.get("/positions").text
    page = client.get("/positions/icc-sanctions?origin=digest").text
    answer = client.get("/api/positions/icc-sanctions?origin=digest").get_json()
    assert answer["total"] == 2
    assert all(card["path"] in page for card in answer["positions"])
    assert "<b>" not in page
    assert '<a href="http://eurovoc.europa.eu/3870">economic sanctions</a>' in page
    assert page_of_words(client.get("/positions/icc-sanctions").text, "undated") == "1 1"
    labels = answer["label"]
    for code, direction in (("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")):
        assert f'<bdi lang="{code}" dir="{direction}">{escape(labels[code])}</bdi>' in page
    assert client.get("/positions/nowhere").status_code == 404
    assert client.get("/positions/icc-sanctions?page=x").status_code == 400
    assert len(client.get("/api/positions").get_json()["themes"]) == 45


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test documents are not here")
def test_the_calls_of_a_real_joint_statement_ask_all_states() -> None:
    """Four numbered calls demand what their lead-in asks of all States, each on its theme."""
    path = SHARED / "seed" / "giai-2025-07-17-joint-statement.txt"
    blocks = child.read(path.read_bytes(), "text/plain").blocks
    _, passages = segment(blocks, doc_id="d", version_id="v", language="en")
    document = Document(doc_id="d", title="t", publishers=("Global Initiative Against Impunity",))
    calls = [
        annotator().annotate(Row(document=document, passage=one, origin=TextOrigin.CAPTURED))
        for one in passages
        if one.kind is PassageKind.CALL
    ]
    assert [(one.act, one.addressees) for one in calls] == [("demand", ("all-states",))] * 4
    wanted = (
        {"victims-participation", "reparations"},
        {"attacks-on-justice"},
        {"un-mechanisms", "attacks-un-experts"},
        {"icj-compliance", "icc-cooperation", "corporate-accountability", "third-state-complicity"},
    )
    for one, themes in zip(calls, wanted, strict=True):
        assert themes <= {theme.theme_id for theme in one.themes}


def test_an_index_of_another_release_says_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages of positions answer 503 with the next step, the log has it; the search goes on."""
    settings = settings_in(tmp_path)
    put(settings.corpus, "statement", ["We call on all States to adopt a blocking statute."])
    for name in rules.SOURCES:
        (settings.corpus / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    build(settings, encoder=None)
    client: FlaskClient = app_over(settings).test_client()
    monkeypatch.setattr(rules, "VERSION", rules.VERSION + 1)
    page = client.get("/positions")
    assert (page.status_code, "run `archive build`" in page.text) == (503, True)
    assert client.get("/api/positions/icc-sanctions").status_code == 503
    assert "Traceback" not in page.text + caplog.text
    assert "run `archive build`" in caplog.text
    assert client.get("/search?q=blocking&mode=keyword").status_code == 200
