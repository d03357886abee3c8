"""The Flask application."""

import hashlib
from pathlib import Path

from flask import Flask

from archive import settings as archive_settings
from archive.settings import Settings
from web import citing, compression, errors, headers, kept, languages, names, passages, rendering
from web.api import api
from web.api_v1 import api_v1
from web.basket import basket
from web.calls import ledger
from web.drafts import drafts
from web.feeds import feeds
from web.harvest import harvest
from web.packs import packs
from web.pages import pages
from web.permalinks import permalinks
from web.positions import positions
from web.quality import quality
from web.quotes import quotes
from web.searchers import Searchers
from web.signposting import signposting
from web.sitemap import sitemap
from web.stamps import Stamps
from web.uploads import MemoryRequest
from web.versions import versions
from web.withdrawn import withdrawn

# A posted query: 40,000 characters, most of them percent-encoded as six bytes (Arabic) or nine.
MAX_BODY_BYTES = 512 * 1024
STYLESHEET_SECONDS = 24 * 3600

_HERE = Path(__file__).parent


def create_app(settings: Settings | None = None, *, searchers: Searchers | None = None) -> Flask:
    """Build the application over the generation published in `settings.var`.

    Without `settings` the environment is read; raises ArchiveError for a value that cannot be
    used. No generation is opened before the first request.
    """
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.request_class = MemoryRequest
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=100,
        SEND_FILE_MAX_AGE_DEFAULT=STYLESHEET_SECONDS,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    settings = settings or archive_settings.load()
    app.extensions["searchers"] = searchers or Searchers(settings)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(names=names, passages=passages, style_version=_style_version())
    compression.add_to(app)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(versions)
    app.register_blueprint(positions)
    app.register_blueprint(quality)
    app.register_blueprint(ledger)
    app.register_blueprint(quotes)
    app.register_blueprint(drafts)
    citing.add_to(app, settings)
    app.register_blueprint(permalinks)
    app.register_blueprint(signposting)
    app.extensions["settings"] = settings
    app.register_blueprint(packs)
    app.extensions["stamps"] = Stamps(settings.var)
    app.register_blueprint(harvest)
    app.register_blueprint(sitemap)
    app.register_blueprint(feeds)
    app.register_blueprint(api_v1)
    app.register_blueprint(withdrawn)
    app.register_blueprint(basket)
    kept.add_to(app)
    headers.add_to(app)
    errors.add_to(app)
    languages.add_to(app)
    rendering.add_to(app)
    return app


def _style_version() -> str:
    """A name for the stylesheets' content, so that a changed one is fetched anew."""
    sheets = sorted((_HERE / "static").glob("*.css"))
    return hashlib.sha256(b"".join(sheet.read_bytes() for sheet in sheets)).hexdigest()[:12]
