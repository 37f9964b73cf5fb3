"""Shows the answers of an index in a browser; imports index, never indexer."""

from __future__ import annotations

from flask import Flask

from webapp import (
    addresses,
    api,
    archive,
    delivery,
    discovery,
    entities,
    failures,
    filling,
    information,
    pages,
    saved,
    values,
)
from webapp.batch import pages as batch
from webapp.captures import pages as captures
from webapp.citations import pages as citations
from webapp.config import WebConfig
from webapp.explore import pages as explore
from webapp.exports import kept
from webapp.exports import pages as exports
from webapp.feeds import pages as feeds
from webapp.params import LANGUAGES

__all__ = ["WebConfig", "create_app"]


def create_app(config: WebConfig) -> Flask:
    """Make the web app of one archive; the index is opened by the first request, not here."""
    app = Flask(__name__, static_folder=None)  # webapp.delivery.assets
    # An id may hold "//"; and the redirect that joins them would trust the Host header.
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of DefaultJSONProvider
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of DefaultJSONProvider
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["url_for"] = addresses.path_to
    filling.attach(app, LANGUAGES)
    archive.attach(app, config)
    delivery.attach(app, config)
    failures.attach(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(entities.blueprint)
    app.register_blueprint(values.blueprint)
    app.register_blueprint(captures.blueprint)
    app.register_blueprint(explore.blueprint)
    app.register_blueprint(saved.blueprint)
    app.register_blueprint(information.blueprint)
    app.register_blueprint(citations.blueprint)
    app.register_blueprint(batch.blueprint)
    app.register_blueprint(exports.blueprint)
    app.register_blueprint(kept.blueprint)
    app.register_blueprint(feeds.blueprint)
    app.register_blueprint(discovery.blueprint)
    app.register_blueprint(api.blueprint)
    return app
