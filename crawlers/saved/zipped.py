"""A zip archive of saved pages, member by member. Nothing is unpacked to disk, so no name in it leads astray."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from junket.crawlers.errors import JunketError, NoText, Unreachable
from junket.crawlers.page import MAX_BODY_BYTES, Page
from junket.crawlers.saved.file_names import belongs_to_page, is_page_name, suffix_of
from junket.crawlers.saved.saved_page import read_saved

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_END, _END_BYTES, _ZIP64 = b"PK\x05\x06", 22, b"PK\x06\x07"
_TAIL = (1 << 16) + 64
"""Bytes at the end that hold the end record, its comment and a zip64 locator (APPNOTE.TXT, 4.3.15 and 4.3.16)."""
MAX_MEMBERS = 20_000
MAX_DEPTH = 64
"""Folders of a member's name that are looked at."""
MAX_UNPACKED = 2 << 30
"""Bytes that the pages of one archive may come to: a few MB can be made to unpack to any size."""
_ENCRYPTED = 1
_DAMAGE = (BadZipFile, ValueError, RuntimeError, OverflowError, struct.error)
"""What zipfile raises for bytes that are no zip archive, or one of a kind that it cannot unpack."""
_OTHERS = {
    "application/epub+zip": ("an EPUB book", "unpack it (it is a zip archive) and give the chapters' .xhtml files"),
    "application/vnd.oasis.opendocument": ("an OpenDocument file", "save it as HTML or text and give that file"),
    "[content_types].xml": ("an Office file (.docx or the like)", "save it as HTML or text and give that file"),
}
"""Zip archives that are something else: by how the member ``mimetype`` begins, or by a member's name, at the top."""


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip archive. False where it cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(4) in _MAGIC
    except (OSError, ValueError):
        return False


def read_zip(path: Path, shown: str, left: Counter[str]) -> Iterator[tuple[str, Page | JunketError]]:
    """Each page in the archive with its name (``shown!/member``), sorted by name; or what is wrong with that member.

    ``left`` counts the files that are no pages by their names; what is left out is the same as in a folder
    (:func:`junket.crawlers.saved.folder.list_folder`). Raises Unreachable and NoText for the archive as a whole.
    """
    _check_size(path, shown)
    try:
        with ZipFile(path) as archive:
            total = 0
            for member in _pages(archive, shown, left):
                name = f"{shown}!/{member.filename}"
                data = _read(archive, member, name)
                total += len(data) if isinstance(data, bytes) else 0
                if total > MAX_UNPACKED:
                    raise NoText(shown, f"unpacks to more than {MAX_UNPACKED >> 30} GiB", "unpack it, give the folder")
                yield name, _page(data, name) if isinstance(data, bytes) else data
    except OSError as error:
        raise Unreachable(shown, f"cannot be read: {error.strerror or error}", "check the file") from error
    except _DAMAGE as error:
        raise NoText(shown, f"is a damaged zip archive ({error})", "make or fetch it again") from error


def _check_size(path: Path, shown: str) -> None:
    """Holds the list of members, which is read as a whole, to its bound. Raises Unreachable and NoText."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
    except OSError as error:
        raise Unreachable(shown, f"cannot be read: {error.strerror}", "check the file") from error
    at = tail.rfind(_END)
    if at < 0 or at + _END_BYTES > len(tail):
        raise NoText(shown, "is a zip archive that ends too early", "make or fetch it again")
    members, listing = struct.unpack_from("<HL", tail, at + 10)
    if members > MAX_MEMBERS or listing > MAX_MEMBERS * 1024 or _ZIP64 in tail[:at]:
        raise NoText(shown, f"is a zip archive of more than {MAX_MEMBERS:,} files", "unpack it and give the folder")


def _pages(archive: ZipFile, shown: str, left: Counter[str]) -> list[ZipInfo]:
    """The members that are pages. NoText where there are none, or the archive is something else."""
    members = {member: PurePosixPath(member.filename).parts for member in archive.infolist() if _is_file(member)}
    folders: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for *folder, name in filter(None, members.values()):
        folders[tuple(folder)].add(name.lower())
    if other := _other(archive, folders[()]):
        raise NoText(shown, f"is {other[0]}, no page", other[1])
    found = []
    for member, parts in members.items():
        if not parts or _is_aside(parts, folders):
            continue
        if is_page_name(parts[-1]):
            found.append(member)
        else:
            left[suffix_of(parts[-1])] += 1
    if not found:
        raise NoText(shown, "is a zip archive without a saved page in it", "give a page as HTML, MHTML or text")
    return sorted(found, key=lambda member: members[member])


def _is_file(member: ZipInfo) -> bool:
    return bool(member.filename) and not member.is_dir()


def _is_aside(parts: tuple[str, ...], folders: dict[tuple[str, ...], set[str]]) -> bool:
    """Whether a member is hidden (macOS's ``__MACOSX`` too), or belongs to a page beside one of its folders."""
    if any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts):
        return True
    near = parts[:MAX_DEPTH]
    return any(belongs_to_page(name, folders.get(near[:at], ())) for at, name in enumerate(near[:-1]))


def _other(archive: ZipFile, names: set[str]) -> tuple[str, str] | None:
    """What the archive is, where it is no collection of pages, with the remedy."""
    kind = ""
    if stated := archive.NameToInfo.get("mimetype"):
        data = _read(archive, stated, "mimetype", limit=100)
        kind = data.decode("ascii", "replace").strip() if isinstance(data, bytes) else ""
    return next((told for mark, told in _OTHERS.items() if kind.startswith(mark) or mark in names), None)


def _read(archive: ZipFile, member: ZipInfo, name: str, limit: int = MAX_BODY_BYTES + 1) -> bytes | JunketError:
    if member.flag_bits & _ENCRYPTED:
        return NoText(name, "is encrypted", "unpack the archive and give the folder")
    try:
        with archive.open(member) as file:
            return file.read(limit)
    except (*_DAMAGE, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        return NoText(name, f"is damaged in the archive ({error})", "make or fetch the archive again")


def _page(data: bytes, name: str) -> Page | JunketError:
    try:
        return replace(read_saved(data, name=name), source=name)
    except JunketError as error:
        return error
