"""Citations for programs: well formed whatever a record holds, and corporate authors whole."""

import json
import re
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from citations import SHA256, cited, golden
from sites import PAYLOADS

from archive.citation.cited import Citation
from archive.citation.coins import coins
from archive.citation.formats import FORMATS

MODS = "{http://www.loc.gov/mods/v3}"
DC = "{http://purl.org/dc/elements/1.1/}"
JOINT = golden()[0].citation
HOSTILE = [
    cited(
        title=f"{payload}\nER  - \r\n}}\x00\ud7ff\ufffe",
        publishers=[payload, "Smith, Jones and Co"],
        kind=payload,
        url=f"https://example.org/{payload}",
        themes=[payload],
        rights=payload,
        issued="2020",
    )
    for payload in (*PAYLOADS, "100% of $5 #1 a_b ~x ^y \\cmd{z}", "]]>", "a\x0bb")
]
EVERY = [*(one.citation for one in golden()), *HOSTILE]


def written(citation: Citation, name: str) -> str:
    return FORMATS[name].write(citation)


@pytest.mark.parametrize("citation", EVERY, ids=range(len(EVERY)))
def test_ris_is_one_record_of_tagged_lines(citation: Citation) -> None:
    """No value can begin a line of its own or end the record; Zotero splits an AU at a comma."""
    text = written(citation, "ris")
    lines = text.split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-2:] == ["ER  - ", ""]
    assert sum(one.startswith("ER") for one in lines) == 1
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", one) for one in lines[:-1])
    assert "\n" not in text.replace("\r\n", "")
    authors = [one[6:] for one in lines if one.startswith("AU")]
    assert authors == [name.replace(",", "") for name in citation.authors]


def test_ris_says_what_the_record_says() -> None:
    """Type, day, address, permalink and the whole hash stand in their tags."""
    lines = written(JOINT, "ris").split("\r\n")
    assert {"PY  - 2025", "DA  - 2025/07/17", "UR  - https://www.example.org/s"} <= set(lines)
    assert {"AU  - FIDH", "AU  - REDRESS", "M3  - Joint statement"} <= set(lines)
    assert any(one.startswith("N1") and SHA256 in one for one in lines)


def entry_of(text: str) -> tuple[str, dict[str, str]]:
    """The key and the fields of one BibTeX entry, read as BibTeX does: by counting braces."""
    head = re.match(r"@(\w+)\{([^,{}]+),\n", text)
    assert head
    fields, at = {}, head.end()
    while match := re.compile(r"\s*(\w+) = ").match(text, at):
        at, depth, start = match.end(), 0, match.end()
        while depth or text[at] != ",":
            # A backslash before a brace does not hide it from BibTeX.
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            assert depth >= 0
            at += 1
        fields[match[1]] = text[start:at]
        at += 1
    assert text[at:] == "\n}\n"
    return head[2], fields


@pytest.mark.parametrize("citation", EVERY, ids=range(len(EVERY)))
def test_bibtex_is_one_entry_with_balanced_braces(citation: Citation) -> None:
    """No brace, percent sign or backslash of a record opens or closes a field."""
    key, fields = entry_of(written(citation, "bibtex"))
    assert re.fullmatch(r"[\w-]+", key)
    assert "title" in fields
    assert not re.search(r"(?<!\\)[&%$#]", fields["title"])


def test_bibtex_keeps_corporate_authors_whole() -> None:
    """Two publishers are two braced names, joined by and; the key is the record's id."""
    key, fields = entry_of(written(JOINT, "bibtex"))
    assert key == "s"
    assert fields["author"] == "{{FIDH} and {REDRESS}}"
    assert fields["title"] == "{{Justice needs courage}}"
    assert (fields["year"], fields["month"], fields["day"]) == ("{2025}", "jul", "{17}")


@pytest.mark.parametrize("citation", EVERY, ids=range(len(EVERY)))
def test_the_others_can_be_read_back(citation: Citation) -> None:
    """XML is well formed, and JSON-LD cannot break out of a page that holds it."""
    for name in ("mods", "dc"):
        ElementTree.fromstring(written(citation, name))
    assert json.loads(written(citation, "csl"))[0]["title"] == citation.title
    assert json.loads(written(citation, "jsonld"))["@id"] == citation.permalink
    assert not re.search("[<>&]", written(citation, "jsonld"))
    assert dict(parse_qsl(coins(citation)))["ctx_ver"] == "Z39.88-2004"


def test_corporate_authors_are_whole_everywhere() -> None:
    """No format turns an organisation into a first and a last name."""
    item = json.loads(written(JOINT, "csl"))[0]
    assert item["author"] == [{"literal": "FIDH"}, {"literal": "REDRESS"}]
    names = ElementTree.fromstring(written(JOINT, "mods")).findall(f"{MODS}name")
    assert [name.get("type") for name in names] == ["corporate", "corporate"]
    creators = ElementTree.fromstring(written(JOINT, "dc")).findall(f"{DC}creator")
    assert [creator.text for creator in creators] == ["FIDH", "REDRESS"]
    assert {one["@type"] for one in json.loads(written(JOINT, "jsonld"))["author"]} == {
        "Organization"
    }
    assert [value for name, value in parse_qsl(coins(JOINT)) if name == "rft.aucorp"] == [
        "FIDH",
        "REDRESS",
    ]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_inferred_date_is_marked_in_every_format(name: str) -> None:
    """A date that was worked out never looks like one that was seen."""
    text = written(cited(title="A", publishers=["B"], issued_inferred="2021-03"), name)
    plain = {"jsonld": "datePublished", "mods": 'keyDate="yes">2021', "dc": "<dc:date>2021"}
    assert plain.get(name, "PY  - 2021") not in text
    assert "inferred" in text or name == "jsonld"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_address_nobody_checked_is_in_no_format(name: str) -> None:
    """The same rule as in citations for people."""
    text = written(cited(title="A", url="https://secret.example/", url_checked=False), name)
    assert "secret.example" not in text
    assert "https://archive.example/d/s" in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_digest_is_said_to_be_one(name: str) -> None:
    """No format gives our digest out as the document's text or original."""
    citation = cited(
        title="A",
        publishers=["B"],
        digest="Our words.",
        origin="digest",
        passage={"kind": "digest", "page": 3, "number": "2"},
    )
    text = written(citation, name)
    assert "p. 3" not in text
    if name == "jsonld":
        item = json.loads(text)
        assert (item["@type"], item["abstract"]) == ("CreativeWork", "Our words.")
        assert "encoding" not in item
    else:
        assert "digest of this document, not its text" in text
