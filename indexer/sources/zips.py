"""Pages inside ZIP archives. Nothing in an archive is trusted and nothing is ever unpacked."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from indexer.refusal import (
    DamagedZip,
    NotInside,
    PageTooLarge,
    UnnamedMember,
    UnreadableFile,
    UnsafeMember,
    ZipBomb,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Pages shrink about 5 times, repetitive ones 50 times; deflate's own ceiling is 1,032 times.
MAX_RATIO = 200
# Small members may shrink as they like: nothing is gained by attacking with them.
RATIO_FROM_BYTES = 1_000_000
_CHUNK = 1 << 16
# PKWARE APPNOTE 4.3.7: the local header's fixed part, the lengths of name and extra field last.
_LOCAL = struct.Struct("<4s22xHH")


def members(path: str, origin: str) -> Iterator[zipfile.ZipInfo]:
    """Yield the members that are files; raises DamagedZip or UnreadableFile for the archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            every = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError) as error:
        raise DamagedZip(origin=origin, problem=error) from error
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error
    # not `is_dir`, which fails where a damaged archive has no name for a member
    files = (info for info in every if not info.filename.endswith("/"))
    yield from {info.filename: info for info in files}.values()


def refuse_unsafe(info: zipfile.ZipInfo, origin: str) -> None:
    """Raise UnnamedMember, UnsafeMember or ZipBomb for a member that no honest archive holds."""
    name = info.filename.replace("\\", "/")
    pure = PurePosixPath(name)
    if not name:
        raise UnnamedMember(origin=origin.rstrip("!"))
    if pure.is_absolute() or ".." in pure.parts or name[1:2] == ":" or "\0" in name:
        raise UnsafeMember(origin=origin, member=info.filename)
    if info.file_size >= RATIO_FROM_BYTES and info.file_size > MAX_RATIO * info.compress_size:
        ratio = info.file_size // max(1, info.compress_size)
        raise ZipBomb(origin=origin, member=info.filename, ratio=ratio)


def stamp_of(info: zipfile.ZipInfo) -> str:
    """Return what changes when the member does: its length and its CRC-32."""
    return f"{info.file_size}:{info.CRC:08x}"


def modified(info: zipfile.ZipInfo) -> float:
    """Return the member's time in seconds since 1970; ZIP times have no zone and are read as UTC.

    >>> modified(zipfile.ZipInfo("a", (2016, 10, 18, 17, 41, 0)))
    1476812460.0
    """
    try:
        return dt.datetime(*info.date_time, tzinfo=dt.UTC).timestamp()
    except ValueError:  # the archive may hold a 0th of January
        return 0.0


@lru_cache(maxsize=4)
def _open(path: str, _changed: int) -> zipfile.ZipFile:
    # Kept open: reading the directory of a large archive again for each page would be slow.
    return zipfile.ZipFile(path)


def member(path: str, name: str, origin: str) -> zipfile.ZipInfo:
    """Return what an archive says of one member; raises NotInside, DamagedZip, UnreadableFile."""
    try:
        return _open(path, Path(path).stat().st_mtime_ns).getinfo(name)
    except KeyError as error:
        raise NotInside(origin=origin) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError) as error:
        raise DamagedZip(origin=origin, problem=error) from error
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error


def begin_of(file: BinaryIO, info: zipfile.ZipInfo, origin: str) -> tuple[int, bytes]:
    """Return the offset of a member's bytes, and its local header's extra field.

    Raises DamagedZip where the member does not begin where the archive says.
    """
    file.seek(info.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise DamagedZip(origin=origin, problem="a member does not begin where it should")
    _, name_length, extra_length = _LOCAL.unpack(head)
    extra = file.read(name_length + extra_length)[name_length:]
    return info.header_offset + _LOCAL.size + name_length + extra_length, extra


def read_member(path: str, member: str, limit: int, origin: str) -> bytes:
    """Read one member, never more than `limit` + 1 bytes of it, whatever its header says.

    Raises ZipBomb, DamagedZip, PageTooLarge or UnreadableFile.
    """
    try:
        archive = _open(path, Path(path).stat().st_mtime_ns)
        info = archive.getinfo(member)
        if info.flag_bits & 0x1:
            raise UnreadableFile(origin=origin, problem="it is encrypted")
        data = bytearray()
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                data += chunk
                if len(data) > limit:
                    raise PageTooLarge(origin=origin, size=info.file_size, limit=limit)
                if len(data) > RATIO_FROM_BYTES + MAX_RATIO * info.compress_size:
                    ratio = len(data) // max(1, info.compress_size)
                    raise ZipBomb(origin=origin, member=member, ratio=ratio)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, KeyError) as error:
        raise DamagedZip(origin=origin, problem=error) from error
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error
    return bytes(data)
