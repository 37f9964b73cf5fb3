"""Whose an index is: of two archives under one address each would undo what the other writes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from index.engines.opensearch.address import Address
from index.engines.opensearch.client import Client
from index.engines.opensearch.errors import OtherArchive
from index.engines.opensearch.state import found_meta

if TYPE_CHECKING:
    from index.writing import Owner


def reach(url: str, owner: Owner) -> None:
    """Raise what keeps an archive from being written to; see `Client.check` and `check_owner`."""
    with closing(Client(Address.of(url))) as client:
        client.check()
        check_owner(client, owner)


def check_owner(client: Client, owner: Owner) -> None:
    """Raise OtherArchive where another has written the index, unless its owner takes it over."""
    _, meta = found_meta(client) or ("", {})
    if meta.get("archive", "") not in {"", owner.id} and not owner.takes_over:
        raise OtherArchive(url=client.address.shown)
