"""The web server's settings: defaults that work, and a plain word about a value that does not."""

import pytest

from archive.errors import ArchiveError
from web.settings import SETTINGS, WebSettings, load


def test_nothing_set_gives_the_defaults() -> None:
    """`make run` on a new machine needs no settings."""
    assert load({}) == WebSettings(host="127.0.0.1", port=8000, workers=2, threads=4)


def test_each_setting_is_read() -> None:
    """A name in the list that nobody reads would be a promise broken."""
    wanted = {"HOST": "0.0.0.0", "PORT": "0", "WEB_WORKERS": "3", "WEB_THREADS": "5"}
    assert load(wanted) == WebSettings(host="0.0.0.0", port=0, workers=3, threads=5)
    assert set(wanted) == {name for name, _, _ in SETTINGS}


@pytest.mark.parametrize("name", ["PORT", "WEB_WORKERS", "WEB_THREADS"])
@pytest.mark.parametrize("value", ["-1", "eight", "1.5", "70000", "٨", " 8"])
def test_a_value_that_cannot_be_used_is_named_with_its_limits(name: str, value: str) -> None:
    """The person who typed it sees the name, the value and what is allowed."""
    with pytest.raises(ArchiveError, match=rf"{name} is '{value}'; give a whole number from"):
        load({name: value})


def test_a_server_without_workers_is_refused() -> None:
    """0 is a free port but no way to answer."""
    with pytest.raises(ArchiveError, match="WEB_WORKERS is '0'"):
        load({"WEB_WORKERS": "0"})
