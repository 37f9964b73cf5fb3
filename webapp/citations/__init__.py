"""A release as bibliographies take it: a French citation, RIS, BibTeX, CSL-JSON, page metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.citations.bibtex import bibtex
from webapp.citations.csl import csl_json
from webapp.citations.french import french
from webapp.citations.ris import ris

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.record import Release

__all__ = ["FORMS", "Form", "bibtex", "csl_json", "french", "ris"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that programs for bibliographies read.

    `write` takes a release and its absolute address in this archive, "" where none is known, and
    returns one whole record. `suffix` ends the name of a file of it.
    """

    name: str
    media_type: str
    suffix: str
    write: Callable[[Release, str], str]


FORMS = {
    "ris": Form("RIS", "application/x-research-info-systems", "ris", ris),
    "bibtex": Form("BibTeX", "application/x-bibtex", "bib", bibtex),
    "csl-json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
}
"""Every form by its name in addresses."""
