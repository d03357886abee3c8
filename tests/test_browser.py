"""In a real browser: a reader finds a passage and lands on it, on any screen, unwatched."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from drafted import CALL, made, words_only
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sites import PAYLOADS
from werkzeug.serving import make_server

from archive.generation import open_served
from archive.opened import open_index
from indexer.build import build
from indexer.cli import archive
from web import posted
from web.app import create_app
from web.searchers import Searchers

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium here; install it with: apt-get install chromium"
)

# No sandbox: it needs rights that containers do not give. The others keep the browser from
# asking its maker's servers for anything.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PAGES = {
    "home": "/",
    "results": "/search?q=torture+reparation",
    "filtered": "/search?q=torture&theme=torture&language=fr",
    "nothing": "/search?q=zzzz&mode=keyword",
    "document": "/d/statement-2025-en",
    "arabic": "/d/digest-ar",
    "missing": "/d/nowhere",
    "about": "/about",
    "draft": "/draft",
}
# axe leaves out the one rule that only WCAG 2.2 has unless it is asked for, and describes each
# element that passes, which takes five times as long as finding those that do not.
AXE = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
SCHEMES = ("light", "dark")
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def address(site: Flask) -> Iterator[str]:
    """Where the small corpus is served."""
    yield from served(site)


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a corpus with the shipped themes is served, one of them judged by an editor."""
    settings = made(tmp_path_factory.mktemp("themed"))
    passage_id = open_index(open_served(settings.var)).row(0).passage.passage_id
    command = ["annotations", "accept", passage_id, "torture", "--by", "An editor"]
    environment = {"ARCHIVE_CORPUS": str(settings.corpus), "ARCHIVE_VAR": str(settings.var)}
    CliRunner().invoke(archive, command, env=environment, catch_exceptions=False)
    build(settings, encoder=None)
    yield from served(create_app(settings, searchers=Searchers(settings, opener=words_only)))


def served(app: Flask) -> Iterator[str]:
    """The address of `app`, and the end of its server behind it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader's tab, once with JavaScript allowed and once without."""
    context = browser.new_context(
        base_url=address, viewport=WIDE, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


def test_a_numbered_call_can_be_copied(browser: Browser, themed: str) -> None:
    """What is selected of a document holds its calls; only signs of notes are no part of it."""
    context = browser.new_context(base_url=themed, viewport=WIDE)
    page = context.new_page()
    page.goto("/d/statement-later")
    page.keyboard.press("Control+a")
    assert CALL in page.evaluate("getSelection().toString()")
    context.close()


def test_a_reader_finds_a_passage_and_lands_on_it(reader: Page) -> None:
    """Search, result, document: the passage that was found is reached and marked."""
    reader.goto("/")
    reader.get_by_label("Search the statements").fill("fund reparation for victims")
    reader.get_by_role("button", name="Search", exact=True).click()
    assert "documents" in reader.get_by_role("status").inner_text()
    hit = reader.get_by_role("listitem").filter(has_text="Justice needs courage").first
    hit.get_by_role("link", name="Justice needs courage").click()
    target = reader.locator(":target")
    assert "Fund reparation for the victims of torture." in target.inner_text()
    other = reader.locator(".passage.call:not(:target)").first
    assert color(target) != color(other)
    assert target.evaluate("e => e.getBoundingClientRect().top < innerHeight")


def color(element: Any) -> str:
    """The computed background of an element."""
    found: str = element.evaluate("e => getComputedStyle(e).backgroundColor")
    return found


def test_filters_and_modes_are_links(reader: Page) -> None:
    """Narrowing and turning back works by following links."""
    reader.goto("/search?q=torture")
    reader.get_by_role("navigation", name="Filters").get_by_role("link", name="French").click()
    assert reader.get_by_role("status").inner_text().strip() == "1 document"
    reader.get_by_role("link", name="Remove the filter Language: French").click()
    assert "language" not in reader.url
    reader.get_by_role("link", name="Words", exact=True).click()
    assert "mode=keyword" in reader.url


def test_a_whole_paragraph_is_posted_and_narrowed(reader: Page) -> None:
    """A paste is searched without standing in any address, and can be filtered."""
    reader.goto("/")
    reader.get_by_text("Search with a whole paragraph").click()
    reader.get_by_label("A passage, a draft or a statement").fill("end impunity for torture " * 99)
    reader.get_by_role("button", name="Find similar passages").click()
    assert "documents" in reader.get_by_role("status").inner_text()
    assert "impunity" not in reader.url
    reader.get_by_role("navigation", name="Filters").get_by_role("button", name="French").click()
    assert reader.get_by_role("status").inner_text().strip() == "1 document"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_checked_draft_is_accessible_and_fits(browser: Browser, address: str, size: Any) -> None:
    """A draft is pasted and checked without a script; the report has no axe violation."""
    context = browser.new_context(base_url=address, viewport=size)
    tab = context.new_page()
    tab.goto("/draft")
    tab.get_by_label("The draft").fill(
        "We must protect judges of the court against sanctions.\n\n"
        "The organisations reaffirm that impunity never fuels torture."
    )
    tab.get_by_role("button", name="Check the draft").click()
    assert tab.locator("#summary").inner_text().startswith("2 paragraphs:")
    assert tab.locator("ins").first.inner_text() != ""
    report = Axe().run(tab, options=AXE)
    assert [(one["id"], one["nodes"][0]["html"]) for one in report.response["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    tab.get_by_role("rowheader").get_by_role("link", name="2").click()
    assert tab.url.endswith("#paragraph-2")
    context.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_draft_that_is_checked_in_parts_is_accessible_and_fits(
    browser: Browser, address: str, size: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both buttons that check the rest do, and the last part has none."""
    monkeypatch.setattr(posted, "MOST_SECONDS", 0.0)
    context = browser.new_context(base_url=address, viewport=size)
    tab = context.new_page()
    tab.goto("/ar/draft")
    tab.locator("#text").fill("\n\n".join(f"Judges of court {one} need help." for one in "123"))
    tab.locator(".paste button").click()
    for at in (0, 1):
        report = Axe().run(tab, options=AXE)
        assert [(one["id"], one["nodes"][0]["html"]) for one in report.response["violations"]] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
        buttons = tab.locator(".onward button, button[form=onward]")
        assert buttons.count() == 2
        buttons.nth(at).click()
        tab.locator(f"#paragraph-{at + 2}").wait_for()
    assert buttons.count() == 0
    context.close()


def test_the_keyboard_is_enough(reader: Page) -> None:
    """The front page waits for words; the first Tab of any other page offers the content."""
    reader.goto("/")
    # The browser gives the focus once the page is drawn, which may be after it is loaded.
    reader.locator("#q:focus").wait_for()
    reader.keyboard.type("torture")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search?q=torture")
    reader.keyboard.press("Tab")
    focused = reader.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    assert focused.bounding_box()["y"] >= 0  # type: ignore[index]
    reader.keyboard.press("Enter")
    assert reader.url.endswith("#main")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits(
    browser: Browser, address: str, scheme: Any, size: Any
) -> None:
    """0 axe violations (WCAG 2.2 AA) in light and dark; at 320 px nothing scrolls sideways."""
    context = browser.new_context(base_url=address, color_scheme=scheme, viewport=size)
    tab, found = context.new_page(), {}
    for name, path in PAGES.items():
        tab.goto(path)
        report = Axe().run(tab, options=AXE)
        violations = [(one["id"], one["nodes"][0]["html"]) for one in report.response["violations"]]
        if violations:
            found[name] = violations
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], name
    context.close()
    assert found == {}


def every_page(context: BrowserContext) -> Iterator[Page]:
    """Open each page in turn."""
    tab = context.new_page()
    for path in PAGES.values():
        tab.goto(path)
        yield tab


def test_a_reader_is_not_watched(browser: Browser, address: str) -> None:
    """No request leaves for another host, and nothing is stored in the browser."""
    context = browser.new_context(base_url=address)
    hosts: set[str | None] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    for tab in every_page(context):
        assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
    assert hosts == {"127.0.0.1"}
    assert context.cookies() == []
    context.close()


def test_no_hostile_text_runs(browser: Browser, address: str) -> None:
    """Scripts in documents and queries stay letters: no title changes, nothing is refused."""
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    tab.on("dialog", lambda dialog: refused.append(dialog.message))
    for number in range(len(PAYLOADS)):
        for path in (f"/d/hostile-{number:02}", f"/search?q=hostile&limit=1&page={number + 1}"):
            answer = tab.goto(path)
            assert answer is not None
            assert answer.status == 200
            assert "Archive against Impunity" in tab.title()
            assert tab.locator("main img, main iframe, main svg, main style").count() == 0
    context.close()
    assert refused == []


def test_arabic_runs_from_the_right(browser: Browser, address: str) -> None:
    """The mark of a reached Arabic passage stands where its lines begin."""
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    tab.goto("/d/digest-ar")
    text = tab.locator(".passage p[lang=ar]")
    assert text.evaluate("e => getComputedStyle(e).direction") == "rtl"
    context.close()


def test_a_printed_document_carries_its_citation(browser: Browser, address: str) -> None:
    """On paper the navigation goes and the source, the address and the SHA-256 stay."""
    context = browser.new_context(base_url=address)
    tab = context.new_page()
    tab.goto("/d/statement-2025-en")
    tab.emulate_media(media="print")
    assert not tab.get_by_role("button", name="Search").is_visible()
    citation = tab.locator(".citation").inner_text()
    assert "https://www.example.org/statement" in citation
    assert f"{address}/d/statement-2025-en" in citation
    assert "SHA-256" in citation
    context.close()


def test_numbers_of_passages_stand_on_the_screen(browser: Browser, address: str) -> None:
    """A paragraph is cited by its number: no part of one hangs out of a phone."""
    context = browser.new_context(base_url=address, viewport=NARROW)
    page = context.new_page()
    page.goto("/d/statement-2025-en")
    boxes = [one.bounding_box() for one in page.locator(".number").all()]
    context.close()
    assert len(boxes) == 3
    assert all(box and box["x"] >= 0 for box in boxes), boxes


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_positions_are_accessible_and_fit(browser: Browser, themed: str, size: Any) -> None:
    """Themes, a timeline, calls, a basket, a comparison: no axe violation, nothing sideways."""
    context = browser.new_context(base_url=themed, viewport=size)
    page, found = context.new_page(), {}
    page.goto("/positions/torture?language=en")
    first = page.locator('input[name="a"]').first.get_attribute("value")
    last = page.locator('input[name="b"]').last.get_attribute("value")
    for path in (
        "/positions",
        "/positions/torture?language=en",
        "/positions/torture?year=1950",
        "/calls?theme=torture",
        f"/basket?p={first}",
        f"/positions/compare?a={first}&b={last}",
        f"/positions/wording?passage={first}",
    ):
        page.goto(path)
        report = Axe().run(page, options=AXE)
        found[path] = [one["nodes"][0]["html"] for one in report.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_judged_theme_keeps_its_name_whole(browser: Browser, themed: str) -> None:
    """What editors found of a theme stands below its name and breaks no word of it."""
    context = browser.new_context(base_url=themed, viewport=WIDE)
    page = context.new_page()
    page.goto("/positions")
    line = page.get_by_role("listitem").filter(has_text="editors found")
    name = line.get_by_role("link").bounding_box()
    judged = line.locator(".judged").bounding_box()
    context.close()
    assert name
    assert judged
    assert name["height"] < 2 * 24
    assert judged["y"] >= name["y"] + name["height"] - 1


def test_arabic_pages_run_from_the_right_and_fit_a_phone(browser: Browser, address: str) -> None:
    """Reading begins at the right; nothing scrolls sideways, axe is content, English texts stay."""
    context = browser.new_context(base_url=address, viewport=NARROW, locale="ar")
    tab, found = context.new_page(), {}
    for name, path in PAGES.items():
        tab.goto(path)
        assert tab.locator("html").get_attribute("dir") == "rtl", name
        assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
        report = Axe().run(tab, options=AXE)
        found[name] = [
            (one["id"], one["nodes"][0]["html"]) for one in report.response["violations"]
        ]
    assert {name: faults for name, faults in found.items() if faults} == {}
    tab.goto("/d/statement-2025-en")
    title = tab.get_by_role("heading", name="Justice needs courage")
    assert title.evaluate("e => getComputedStyle(e).direction") == "ltr"
    name, box = tab.locator(".name").bounding_box(), tab.locator("#q").bounding_box()
    button = tab.locator(".box button").bounding_box()
    assert name
    assert box
    assert button
    assert name["x"] + name["width"] > NARROW["width"] - 30
    assert button["x"] < box["x"]
    tab.get_by_role("link", name="Français").click()
    assert urlsplit(tab.url).path == "/fr/d/statement-2025-en"
    assert tab.locator("html").get_attribute("dir") == "ltr"
    context.close()
