"""What the pages show, for programs: JSON under /api/v1/, described by an OpenAPI document."""

from __future__ import annotations

from webapp.api import answers, batch, page

__all__ = ["answers", "batch", "blueprint", "page"]

# `batch` and `page` have added their views to it.
blueprint = answers.blueprint
