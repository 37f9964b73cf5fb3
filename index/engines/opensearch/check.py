"""What is wrong with an archive on a cluster, as far as the cluster and the index can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.engines.opensearch import layout
from index.engines.opensearch.state import current
from index.errors import DepecheError

if TYPE_CHECKING:
    from index.engines.opensearch.client import Client


def check(client: Client) -> list[str]:
    """Return the problems found, one sentence each."""
    try:
        state = current(client)
    except DepecheError as error:
        return [str(error)]
    if state is None:
        return [f"There is no index at {client.address.shown}."]
    index = state.index
    problems = _of_health(client, index)
    problems += _of_layout(client, index, state.record.as_json())
    found = client.ask("GET", f"/{layout.entities_of(index)}/_count", missing=True)
    if found is None:
        problems.append(f"The entity table of {index} is missing: run 'depeche reindex'.")
    elif state.record.pieces > found["count"]:
        problems.append(f"The entity table of {index} is not whole: run 'depeche reindex'.")
    return problems


def _of_health(client: Client, index: str) -> list[str]:
    health = client.ask("GET", f"/_cluster/health/{index}")
    if health["status"] == "red":
        missing = health["unassigned_shards"]
        return [f"{missing} shards of {index} are on no node: see GET _cluster/allocation/explain."]
    return []


def _of_layout(client: Client, index: str, meta: dict[str, Any]) -> list[str]:
    found = client.ask("GET", f"/{index}/_mapping")[index]["mappings"]["properties"]
    wanted = layout.body(meta)["mappings"]["properties"]
    return [
        f"The field {name} of {index} is not laid out as this program needs it:"
        " run 'depeche reindex'."
        for name, kind in wanted.items()
        if found.get(name, {}).get("type") != kind["type"]
    ]
