"""A page's main text comes out in its own order, with headings and links, without navigation."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from indexer.extract import html as reader
from indexer.extract.blocks import BlockKind

DOCUMENTS = Path(__file__).parents[2] / "shared" / "data" / "documents"
SENTENCE = "The undersigned organisations have documented these violations for many years. "
PAGE = f"""<!doctype html><html lang="fr-FR"><head><title>Site | A statement</title>
<meta property="og:title" content="A statement on impunity">
<meta property="og:site_name" content="An Alliance">
<meta property="article:published_time" content="2024-05-06T10:00:00+02:00">
<link rel="canonical" href="https://alliance.example/news/1"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">Who we are</a></li></ul></nav>
<main><article><h1>A statement on impunity</h1>
<p>{SENTENCE * 3}See <a href="../report.pdf">the report</a> and <a href="#note">below</a>.</p>
<h2>What must be done</h2>
<p>{SENTENCE}We call on all States:</p>
<ol start="3"><li>{SENTENCE}</li><li>{SENTENCE * 2}</li></ol>
<blockquote><p>“{SENTENCE * 2}”</p></blockquote>
<figure><img src="x.jpg" alt="no text"><figcaption>A march in 2023, seen by a
photographer of the alliance</figcaption></figure>
<p>{SENTENCE * 4}</p></article></main>
<footer><p>All rights reserved. Cookies help us.</p></footer></body></html>"""


def test_the_page_gives_its_text_and_what_it_states_of_itself() -> None:
    """Order, kinds and numbers are the page's; its fields come from its own elements."""
    found = reader.read(PAGE.encode())
    assert [(block.kind, block.number) for block in found.blocks] == [
        (BlockKind.HEADING, ""),
        (BlockKind.PARAGRAPH, ""),
        (BlockKind.HEADING, ""),
        (BlockKind.PARAGRAPH, ""),
        (BlockKind.ITEM, "3"),
        (BlockKind.ITEM, "4"),
        (BlockKind.QUOTATION, ""),
        (BlockKind.CAPTION, ""),
        (BlockKind.PARAGRAPH, ""),
    ]
    assert (found.title, found.publishers) == ("A statement on impunity", ("An Alliance",))
    assert (found.issued, found.language) == ("2024-05-06", "fr")
    assert found.url == "https://alliance.example/news/1"


def test_links_have_their_anchor_and_their_whole_address() -> None:
    """A relative address is completed by the page's own; one within the page leads nowhere."""
    block = reader.read(PAGE.encode()).blocks[1]
    found = [(block.text[link.start : link.end], link.target) for link in block.links]
    assert found == [("the report", "https://alliance.example/report.pdf"), ("below", "")]


def test_a_table_is_kept_row_by_row() -> None:
    """However its source is indented; bars stand between cells, and none before the first."""
    rows = "".join(f"<tr>\n <td>{n}</td>\n <td>Town {n}</td>\n</tr>\n" for n in range(1, 9))
    content = PAGE.replace("</article>", f"<table>\n{rows}</table><p>{SENTENCE * 2}</p></article>")
    found = reader.read(content.encode()).blocks
    told = [block.text for block in found if block.kind is BlockKind.ROW]
    assert told == [f"{number} | Town {number}" for number in range(1, 9)]


def test_a_page_without_text_has_no_blocks() -> None:
    """Navigation alone is no text."""
    assert reader.read(b"<html><body><script>x()</script></body></html>").blocks == ()


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not here")
def test_articles_of_a_declaration_come_in_order() -> None:
    """No heading is moved or lost, as trafilatura alone moves and loses them."""
    found = reader.read((DOCUMENTS / "udhr" / "eng.html").read_bytes())
    headings = [block.text for block in found.blocks if block.kind is BlockKind.HEADING]
    articles = [f"Article {number}" for number in range(1, 31)]
    assert headings == ["Universal Declaration of Human Rights", "Preamble", *articles]


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not here")
def test_real_pages_give_their_articles() -> None:
    """On every sixth of 181 news pages the words found are those of the article: F 0.9 or more."""
    folder = DOCUMENTS / "html-extraction"
    truth = json.loads((folder / "ground-truth.json").read_text())
    measures = []
    for name in sorted(truth)[::6]:
        content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        found = "\n".join(block.text for block in reader.read(content).blocks)
        measures.append(_agreement(found, truth[name]["articleBody"]))
    assert len(measures) == 31
    assert sum(measures) / len(measures) >= 0.9


def _agreement(found: str, true: str) -> float:
    """F1 of the four-word sequences of both texts."""
    ours, theirs = (_sequences(re.findall(r"\w+", text)) for text in (found, true))
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values()))


def _sequences(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))
