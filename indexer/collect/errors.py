"""Why something could not be fetched: one class per fact."""

from __future__ import annotations

from typing import ClassVar

from index.errors import DepecheError
from indexer.sqlite import DiskFull, NotWritten


class Unfetched(DepecheError):
    """{url} was not fetched."""

    reason: ClassVar[str] = "unfetched"


class Forbidden(Unfetched):
    """{url} is closed to programs by the robots.txt of its site."""

    reason = "robots"
    hint = "Ask the institution for access, or for an export of its releases."


class RobotsUnreachable(Unfetched):
    """{url} was left alone: the robots.txt of its site cannot be read: {problem}."""

    reason = "robots-unreachable"
    hint = "Run the command again later: until the site answers, nothing may be fetched from it."


class Elsewhere(Unfetched):
    """{url} leads to another host, {target}."""

    reason = "elsewhere"
    hint = "If the site has moved there, name the host in its profile; docs/fetch.md tells how."


class NoRelease(Unfetched):
    """{url} leads to {target}, which is no release."""

    reason = "no-release"
    hint = "The page is gone, or it has moved: the profile says which addresses are releases."


class Nowhere(Unfetched):
    """{url} leads to {target}, which is no address."""

    reason = "nowhere"
    hint = "Look at the address in a browser; the mistake is the site's."


class Circular(Unfetched):
    """{url} leads on and on, {count} times."""

    reason = "circular"
    hint = "Look at the address in a browser; it may ask for consent first."


class PrivateAddress(Unfetched):
    """{url} is at {address}, which is no address of the public internet."""

    reason = "private-address"
    hint = "Look at what the name of the host stands for; a site is never fetched from there."


class BadCertificate(Unfetched):
    """{url} has a certificate that cannot be believed: {problem}."""

    reason = "bad-certificate"
    hint = (
        "Nothing was asked for. Look at the address in a browser; where the authority is one of"
        " your own network, name its certificate with --ca-file."
    )


class ShutOut(Unfetched):
    """{host} refuses: {count} answers in a row had status 401, 403 or 429, the last {url}."""

    reason = "shut-out"
    hint = (
        "Wait a day, then run it again with a longer --delay and with --contact. If it goes on, ask"
        " the institution, or take what a web archive holds (--from-archive)."
    )


class NoAnswer(Unfetched):
    """{url} does not answer: {problem}."""

    reason = "no-answer"
    hint = "Run the command again: what is missing is asked for again."


class BadStatus(Unfetched):
    """{url} answers with status {status}."""

    reason = "bad-status"
    hint = "Run the command again later; a page that is gone stays in the report."


class TooLarge(Unfetched):
    """{url} has over {limit} bytes."""

    reason = "too-large"
    hint = "Look at the address: a release is rarely larger than 100 kB."


class TooSlow(Unfetched):
    """{url} was not there after {seconds} seconds."""

    reason = "too-slow"
    hint = "Run the command again when the site is quicker."


class ToldToWait(Unfetched):
    """{url} is to be asked for in {seconds} seconds, says its site."""

    reason = "told-to-wait"
    hint = "Run the command again after that time: it goes on where it stopped."


class BadArchive(DepecheError):
    """{url} is no address of a web archive's CDX API."""

    hint = "Such as https://web.archive.org/cdx/search/cdx: docs/fetch.md tells more."


class BadAuthority(DepecheError):
    """The certificates of authorities in {path} cannot be used: {problem}."""

    hint = "--ca-file is a file of certificates in PEM: -----BEGIN CERTIFICATE-----."


class UnknownSite(DepecheError):
    """There is no profile of a site called {name}; there are {known}."""

    hint = "Choose one of these, or write one: docs/fetch.md tells how."


class BadSite(DepecheError):
    """The profile {path} cannot be used: {problem}."""

    hint = "docs/fetch.md has the form of a profile."


class BadListing(Unfetched):
    """{url} is no listing that can be read: {problem}."""

    reason = "bad-listing"
    hint = "The site may have changed: its profile says how its listings are read."


class Collecting(DepecheError):
    """Another process is fetching into {directory}."""

    hint = "Wait until it has finished, or stop it, then run the command again."


class StateDamaged(DepecheError):
    """The record {path} of what has been fetched is damaged: {problem}."""

    hint = "Take that file away: the WARC files stay, and the next run asks for all pages anew."


class FetchedUntilFull(DiskFull):
    """There is no room left to write {path}; pages that are safe: {pages}."""


class FetchedUntilNotWritten(NotWritten):
    """Nothing can be written to {path}: {problem}; pages that are safe: {pages}."""
