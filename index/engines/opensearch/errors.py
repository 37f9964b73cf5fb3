"""What may be wrong with a cluster, one class per fact."""

from __future__ import annotations

from index.errors import DepecheError


class BadEngineUrl(DepecheError):
    """'{url}' is no address of an archive on a cluster: {problem}."""

    hint = (
        "Write http(s)://HOST:PORT/NAME, the name in small letters, digits, '-' and '_'; several"
        " hosts are separated by commas. User and password are read from DEPECHE_ENGINE_USER and"
        " DEPECHE_ENGINE_PASSWORD, an API key from DEPECHE_ENGINE_API_KEY."
    )


class EngineUnreachable(DepecheError):
    """The cluster at {url} cannot be reached: {problem}."""

    hint = "See that it runs and that its address, port and certificate are right."


class EngineUntrusted(DepecheError):
    """The certificate of the cluster at {url} is not trusted: {problem}."""

    hint = "Name the file of the authority that signed it in DEPECHE_ENGINE_CA."


class EngineSlow(DepecheError):
    """The cluster at {url} did not answer within {seconds:g} s."""

    hint = "See its load, or allow more time by DEPECHE_ENGINE_TIMEOUT (seconds)."


class EngineRefused(DepecheError):
    """The cluster at {url} refuses this user ({status}): {problem}."""

    hint = (
        "Set DEPECHE_ENGINE_USER and DEPECHE_ENGINE_PASSWORD, or DEPECHE_ENGINE_API_KEY, to those"
        " of a user who may read and write the indices of the archive."
    )


class EngineVersionWrong(DepecheError):
    """The cluster at {url} runs {found}; this program needs {needed}."""

    hint = "Move the cluster to such a version, or name another one by --engine-url."


class EngineReadOnly(DepecheError):
    """The cluster at {url} takes no documents: {problem}."""

    hint = (
        "Mostly its disks are too full: make room or add a node, then run the command again; what"
        " was not written is written then."
    )


class OtherArchive(DepecheError):
    """Another archive has written the index at {url}."""

    hint = (
        "Give this archive an address of its own: another name after the host. If it is to replace"
        " the other's index, run 'depeche index' or 'depeche reindex' with --take-over."
    )


class MappingConflict(DepecheError):
    """The index {index} is not laid out as this program needs it: {problem}."""

    hint = "Run 'depeche reindex' to build it again from archive.db; no page is read again."


class NotAllWritten(DepecheError):
    """Of {written} releases sent to {index}, {found} are there."""

    hint = "The index in use has stayed as it was: run the command again."


class RefusedDocument(DepecheError):
    """The cluster does not take the release {id}: {problem}."""

    hint = "The index in use has stayed as it was. Please report this with the release."


class EngineFailed(DepecheError):
    """The cluster at {url} cannot answer ({status}): {problem}."""

    hint = "See the log of the cluster; depeche check tells what state the index is in."
