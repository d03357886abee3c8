"""What drafts are compared with: a small archive that is searched by its words alone."""

from pathlib import Path
from shutil import copy

from builds import keep_text, put, settings_in
from sites import put_digest

from archive.generation import open_served
from archive.model import Document, PassageKind
from archive.opened import open_index
from archive.search import Searcher
from archive.settings import Settings
from indexer.build import build

ROOT = Path(__file__).parents[1]
EARLIER = (
    "We call on all States to investigate torture, and no State may grant an amnesty for it.",
    "In 2024 the courts of 12 States closed 1,340 cases about crimes under international law.",
    "The organisations welcome the decision of the judges to hear the families of the disappeared.",
)
LEAD_IN = "We urge all States to:"
CALL = "Fund the search for persons who went missing at sea without any further delay."


def fill(corpus: Path) -> None:
    """Keep two captured statements and seven digests, with the shipped rules beside them."""
    corpus.mkdir(parents=True)
    for file in (ROOT / "corpus").glob("*.toml"):
        copy(file, corpus)
    put(corpus, "statement", EARLIER)
    calls = Document(doc_id="statement-later", title="On calls", language="en", issued="2025-07")
    call = {"kind": PassageKind.CALL, "number": "1", "lead_in": LEAD_IN}
    keep_text(corpus, calls, [(LEAD_IN, {}), (CALL, call)])
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


def made(folder: Path) -> Settings:
    """A small corpus below `folder`, built without a model."""
    chosen = settings_in(folder)
    fill(chosen.corpus)
    build(chosen, encoder=None)
    return chosen


def words_only(settings: Settings) -> Searcher:
    """What is published, looked at by its words alone."""
    return Searcher(open_index(open_served(settings.var)), None, semantic_note="Words alone.")
