"""Why a page was not taken into the archive: one class per reason.

A refusal stops its page and nothing else. `reason` is the stable slug under which refusals are
counted and listed; `facts` always has `origin`.
"""

from __future__ import annotations

from typing import ClassVar, Self

from index.errors import DepecheError


class Refused(DepecheError):
    """{origin} was refused."""

    reason: ClassVar[str] = "refused"


class EmptyPage(Refused):
    """{origin} is empty."""

    reason = "empty"
    hint = "Fetch the page again; the copy may have been cut off."


class BinaryPage(Refused):
    """{origin} is named as a page but holds binary data."""

    reason = "binary"
    hint = "Keep images, archives and office files out of the folder, or rename them."


class PageIsPdf(Refused):
    """{origin} is a PDF document, not a page."""

    reason = "pdf"
    hint = "Turn the document into text first, for example with pdftotext."


class PageTooLarge(Refused):
    """{origin} has {size} bytes; pages of up to {limit} bytes are read."""

    reason = "too-large"
    hint = "Split the file: a release is rarely larger than 100 kB."


class UnknownFormat(Refused):
    """{origin} is neither a web page nor a text."""

    reason = "unknown-format"
    hint = "Pages are .html, .htm, .xhtml or .txt files, or JSON that a profile knows."


class NotInside(Refused):
    """{origin} is not in that file, or not any more."""

    reason = "not-inside"
    hint = "Index the file again if it has changed; 'depeche explain FILE' lists what is in it."


class NoTitle(Refused):
    """{origin} has no title that could be found."""

    reason = "no-title"
    hint = "'depeche explain FILE' shows what was looked for."


class NoText(Refused):
    """{origin} has no text that could be found."""

    reason = "no-text"
    hint = "The page may be built by scripts in the browser; save it from a browser instead."


class UnreadableFile(Refused):
    """{origin} cannot be read: {problem}."""

    reason = "unreadable"
    hint = "Check the file's permissions and the disk."

    @classmethod
    def of(cls, origin: str, error: OSError) -> Self:
        """Return what the system says of a place."""
        return cls(origin=origin, problem=error.strerror or str(error))


class UnnamedMember(Refused):
    """{origin} has no name for one of its members."""

    reason = "unnamed-member"
    hint = "The archive is damaged there; its other members are read."


class UnsafeMember(Refused):
    """{origin} has the member {member}, which points outside of the archive."""

    reason = "unsafe-member"
    hint = "Unpack the archive by hand and look at what it holds."


class ZipBomb(Refused):
    """{origin} has the member {member}, which unpacks to {ratio} times its size."""

    reason = "zip-bomb"
    hint = "Unpack the archive by hand if it is trusted, and index the folder."


class DamagedZip(Refused):
    """{origin} is a damaged ZIP archive: {problem}."""

    reason = "damaged-zip"
    hint = "Fetch the archive again, or repair it with 'zip -FF'."


class DamagedWarc(Refused):
    """{origin} is a damaged record of a web archive: {problem}."""

    reason = "damaged-warc"
    hint = "Fetch the archive again if it was cut off; all records that are whole were read."


class CompressedInside(Refused):
    """{origin} is compressed inside of its WACZ, where it cannot be read in parts."""

    reason = "compressed-inside"
    hint = "Unpack the WACZ with 'unzip' and index the folder 'archive' of it."


class NoWarcInside(Refused):
    """{origin} holds no WARC file."""

    reason = "no-warc"
    hint = "A WACZ has its WARC files in a folder called 'archive'; look at what this one holds."


class OldHttrackCache(Refused):
    """{origin} is a cache of HTTrack before release 3.31, which cannot be read."""

    reason = "old-httrack-cache"
    hint = (
        "The files of the mirror were read. For pages as they were sent, let a newer HTTrack update"
        " the mirror: its cache is hts-cache/new.zip."
    )


class RevisitUnknown(Refused):
    """{origin} repeats an earlier capture of {url} that the archive does not hold."""

    reason = "revisit-unknown"
    hint = "Index the web archive that holds the earlier capture, then this one again."


class DamagedRecord(Refused):
    """{origin} is no record that can be read: {problem}."""

    reason = "damaged-record"
    hint = "Correct the row or the line; all others were read."


class DamagedFeed(Refused):
    """{origin} is a feed that cannot be read: {problem}."""

    reason = "damaged-feed"
    hint = "Fetch the feed again; a feed is well-formed XML."


class UnknownColumns(Refused):
    """{origin} has no columns for a title and a text among: {names}."""

    reason = "unknown-columns"
    hint = "Say which columns they are with --columns FILE; docs/sources.md has the form."
