"""Fixtures that several test files share."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from archive.settings import Settings

# Every run tries the same examples, so that a change fails by what it did and not by chance;
# `pytest --hypothesis-profile=default` tries others. A slow machine is no fault of an example.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")


@pytest.fixture(scope="session")
def site_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a small built corpus that nobody changes."""
    from sites import build_site  # noqa: PLC0415 (only the web's tests load the web)

    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site(site_settings: Settings) -> Flask:
    """The application over the small corpus."""
    from sites import app_over  # noqa: PLC0415

    return app_over(site_settings)


@pytest.fixture
def client(site: Flask) -> Iterator[FlaskClient]:
    """A reader's browser without the pictures."""
    with site.test_client() as client:
        yield client


@pytest.fixture
def bare(tmp_path: Path) -> Flask:
    """The application where nothing was ever built."""
    from builds import settings_in  # noqa: PLC0415
    from sites import app_over  # noqa: PLC0415

    return app_over(settings_in(tmp_path))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run alone; where it has several processes, they have it together."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def newcomers_archive(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make run` leaves it, with the default model that its first build unpacked."""
    from newcomer import make_run  # noqa: PLC0415

    folder = shared / "newcomer"
    with (shared / "newcomer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make_run(tmp_path_factory.mktemp("made")).rename(folder)
    return folder


@pytest.fixture(scope="session")
def minilm_cache(shared: Path) -> Path:
    """A cache with the small model, exported once."""
    from archive.encoder import load  # noqa: PLC0415

    load("minilm", cache=shared / "minilm")
    return shared / "minilm"
