"""Links have states, candidates and decisions that last; documents show who cites whom."""

import hashlib
from pathlib import Path

import pytest
from builds import HashEncoder, settings_in
from click.testing import CliRunner
from sites import app_over, open_small, put_digest
from test_web_pages import page, shown

from archive import link_states, records, soundness
from archive.errors import NotFoundError
from archive.model import (
    Document,
    Link,
    LinkState,
    Passage,
    PassageKind,
    Record,
    TextOrigin,
    Version,
)
from archive.settings import Settings
from indexer import linking
from indexer.build import build
from indexer.cli import archive

WORDS = (
    "We welcome the verdict. The survivors of the camp told the monitors of their report on the "
    "barrier, and of the treaty."
)
LINKS = {
    "report on the barrier": "",
    "treaty": "https://www.treaties.example/road/#article-3",
    "verdict": "https://court.example/verdict",
}


def put_statement(corpus: Path) -> None:
    """A captured statement with a lost link, one to a document that is here, and another."""
    links = tuple(
        Link(anchor=a, start=WORDS.index(a), end=WORDS.index(a) + len(a), target=target)
        for a, target in LINKS.items()
    )
    sha256 = hashlib.sha256(WORDS.encode()).hexdigest()
    passage = Passage(
        passage_id="",
        doc_id="statement",
        version_id="v1",
        text=WORDS,
        start=0,
        end=len(WORDS),
        kind=PassageKind.PARAGRAPH,
        language="en",
        links=links,
    )
    version = Version(
        version_id="v1",
        doc_id="statement",
        text=WORDS,
        origin=TextOrigin.CAPTURED,
        passages=records.with_ids([passage]),
        sha256=sha256,
        original="original.txt",
        captured_at="2026-01-01T00:00:00+00:00",
    )
    document = Document(doc_id="statement", title="On the camp", language="en")
    record = Record(document=document, versions=(version,))
    records.write(corpus, record, originals={"v1": WORDS.encode()})


@pytest.fixture
def built(tmp_path: Path) -> Settings:
    """A statement and what it may cite."""
    settings = settings_in(tmp_path)
    put_statement(settings.corpus)
    digests = {
        "report": "The monitors report on the barrier that closed the road to the camp.",
        "other": "A report on the barrier reef and its fish.",
        "treaty": "The treaty of the road.",
    }
    for doc_id, digest in digests.items():
        url = "http://treaties.example/road" if doc_id == "treaty" else ""
        put_digest(settings.corpus, doc_id, title=f"The {doc_id}", digest=digest, url=url)
    build(settings, encoder=HashEncoder())
    return settings


def lost(settings: Settings) -> linking.Found:
    """The link whose address was lost."""
    return linking.links(settings.corpus / "statement")[0]


def test_each_link_has_its_words_and_its_sentence(built: Settings) -> None:
    """In the order they are kept, unresolved until something is known."""
    found = linking.links(built.corpus / "statement")
    assert [one.link.anchor for one in found] == list(LINKS)
    assert [one.sentence for one in found][2] == "We welcome the verdict."
    assert found[0].sentence.startswith("The survivors of the camp")
    assert {one.known.state for one in found} == {LinkState.UNRESOLVED}
    assert [one.known.target for one in found] == [
        "report on the barrier",
        "https://www.treaties.example/road/",
        "https://court.example/verdict",
    ]


def test_candidates_are_found_by_the_words(built: Settings) -> None:
    """Documents that speak of what the link says, without its own; none that was rejected."""
    searcher = open_small(built)
    proposed = [one for one, _ in linking.candidates(searcher, lost(built), doc_id="statement")]
    assert proposed[0] in ("report", "other")
    assert {"report", "other"} <= set(proposed)
    assert "statement" not in proposed
    folder = built.corpus / "statement"
    linking.decide(folder, "report on the barrier", doc_id="other", is_accepted=False)
    proposed = [one for one, _ in linking.candidates(searcher, lost(built), doc_id="statement")]
    assert "other" not in proposed
    assert "report" in proposed


def test_a_decision_lasts(built: Settings) -> None:
    """It stands in the record, sealed; another one replaces it, and it can be taken back."""
    folder = built.corpus / "statement"
    linking.decide(folder, "report on the barrier", doc_id="report", is_accepted=True)
    known = lost(built).known
    assert (known.state, known.doc_id) == (LinkState.FILED, "report")
    assert list(soundness.damage(built.corpus)) == []
    linking.decide(folder, "report on the barrier", doc_id="report", is_accepted=False)
    known = lost(built).known
    assert (known.state, known.doc_id, known.rejected) == (LinkState.UNRESOLVED, "", ("report",))
    linking.decide(folder, "report on the barrier", doc_id="report", is_accepted=True)
    assert lost(built).known.rejected == ()
    assert len(link_states.read(folder)) == 1


@pytest.mark.parametrize(("target", "doc_id"), [("no such link", "report"), ("treaty", "nowhere")])
def test_what_is_not_there_cannot_be_decided(built: Settings, target: str, doc_id: str) -> None:
    """Neither a link nor a document; nothing is written."""
    name = "https://court.example/verdict" if target == "treaty" else target
    with pytest.raises(NotFoundError, match=r"nowhere|no such link"):
        linking.decide(built.corpus / "statement", name, doc_id=doc_id, is_accepted=True)
    assert not (built.corpus / "statement" / link_states.NAME).exists()


def test_candidates_are_kept_until_an_editor_has_decided(built: Settings) -> None:
    """A link with candidates is one; with all of them rejected it is unresolved again."""
    searcher, folder = open_small(built), built.corpus / "statement"
    proposed = linking.propose(searcher, folder)["report on the barrier"]
    ids = tuple(doc_id for doc_id, _ in proposed)
    assert (lost(built).known.state, lost(built).known.candidates) == (LinkState.CANDIDATE, ids)
    assert list(soundness.damage(built.corpus)) == []
    for doc_id in ids:
        assert lost(built).known.state is LinkState.CANDIDATE
        linking.decide(folder, "report on the barrier", doc_id=doc_id, is_accepted=False)
    assert (lost(built).known.state, lost(built).known.candidates) == (LinkState.UNRESOLVED, ())
    assert lost(built).known.checked_at == ""
    linking.propose(searcher, folder)
    assert lost(built).known.candidates == ()
    linking.decide(folder, "report on the barrier", doc_id=ids[0], is_accepted=True)
    assert "report on the barrier" not in linking.propose(searcher, folder)
    assert (lost(built).known.state, lost(built).known.doc_id) == (LinkState.FILED, ids[0])


def test_a_rejection_leaves_when_a_source_was_asked(built: Settings) -> None:
    """The date beside "dead" is that of the answer, not of the decision."""
    folder = built.corpus / "statement"
    name = "https://court.example/verdict"
    then = "2026-01-02T03:04:05+00:00"
    dead = link_states.Known(target=name, state=LinkState.DEAD, checked_at=then)
    link_states.write(folder, {name: dead})
    known = linking.decide(folder, f"{name}#p3", doc_id="other", is_accepted=False)
    assert (known.state, known.checked_at, known.rejected) == (LinkState.DEAD, then, ("other",))


@pytest.mark.parametrize("doc_id", ["statement", "../corpus/report", "report/.", "", "."])
def test_a_link_means_another_document_by_its_id(built: Settings, doc_id: str) -> None:
    """Neither the document that has it nor a path; nothing is written."""
    folder = built.corpus / "statement"
    with pytest.raises(NotFoundError):
        linking.decide(folder, "report on the barrier", doc_id=doc_id, is_accepted=True)
    assert not (folder / link_states.NAME).exists()


@pytest.mark.parametrize(
    "command",
    [
        ["links"],
        ["diff"],
        ["capture", "--record"],
        ["same", "--accept", "report"],
        ["withdraw", "--reason", "x"],
        ["restore"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("doc_id", ["", ".", "..", "../corpus/report", "nowhere"])
def test_commands_name_a_record_that_is_none(
    built: Settings, monkeypatch: pytest.MonkeyPatch, command: list[str], doc_id: str
) -> None:
    """A path is no id."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(built.corpus))
    error = CliRunner().invoke(archive, [*command, doc_id]).exception
    assert isinstance(error, NotFoundError)
    assert f"There is no record '{doc_id}'" in str(error)


def test_documents_show_who_cites_whom(built: Settings) -> None:
    """By the same address without scheme, www and fragment, and by decision after a build."""
    searcher = open_small(built)
    assert [one.doc_id for one in searcher.cites("statement")] == ["treaty"]
    assert [one.doc_id for one in searcher.cited_by("treaty")] == ["statement"]
    assert searcher.cites("treaty") == searcher.cited_by("report") == ()
    folder = built.corpus / "statement"
    linking.decide(folder, "report on the barrier", doc_id="report", is_accepted=True)
    build(built, encoder=HashEncoder())
    client = app_over(built).test_client()
    html = page(client, "/d/statement")
    assert '<a href="/d/report" lang="und" dir="auto">The report</a>' in html
    assert "Cited by On the camp" in shown(page(client, "/d/report"))
    assert "Cites" not in shown(page(client, "/d/other"))


def test_a_document_shows_what_became_of_its_links_and_when(built: Settings) -> None:
    """After a build: decided, asked and refused ones, with the date; no proposal to editors."""
    folder = built.corpus / "statement"
    linking.propose(open_small(built), folder)
    linking.decide(folder, "report on the barrier", doc_id="report", is_accepted=True)
    then = "2026-01-02T03:04:05+00:00"
    name = "https://court.example/verdict"
    dead = link_states.Known(
        target=name, state=LinkState.DEAD, checked_at=then, note="the site <b>answers 410"
    )
    link_states.write(folder, {**link_states.read(folder), name: dead})
    build(built, encoder=HashEncoder())
    html = page(app_over(built).test_client(), "/d/statement")
    text = shown(html)
    assert f"{name} : dead the site <b>answers 410 , 2 January 2026" in text.replace("</a>", "")
    assert "the site &lt;b&gt;answers 410" in html
    assert "report on the barrier : in this archive The report accepted , " in text
    assert "treaties.example" not in text[text.index("What became of its links") :]
    plain = shown(page(app_over(built).test_client(), "/d/other"))
    assert "What became of its links" not in plain


def test_the_command_lists_and_decides(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each link; a decision is kept before they are listed."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(built.corpus))
    run = CliRunner()
    assert run.invoke(archive, ["links", "statement"]).output.count("unresolved") == 3
    decided = ["--accept", "https://court.example/verdict", "report"]
    answer = run.invoke(archive, ["links", "statement", *decided])
    assert "https://court.example/verdict [verdict]: filed report accepted" in answer.output
    assert isinstance(run.invoke(archive, ["links", "nowhere"]).exception, NotFoundError)
