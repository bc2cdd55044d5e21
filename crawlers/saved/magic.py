"""What a file is by its first bytes: the formats that hold no page Junket can read."""

from __future__ import annotations

_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"PK\x03\x04": "a zip archive (or an Office or EPUB file)",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office file",
    b"{\\rtf": "an RTF file",
    b"bplist00": "a property list that holds no web page",
    b"Rar!\x1a\x07": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"BZh91AY&SY": "a bzip2 file",
    b"\xfd7zXZ\x00": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1\x15": "a Parquet file",
    b"ID3\x03": "an MP3 file",
    b"ID3\x04": "an MP3 file",
    b"OggS\x00": "an Ogg file",
    b"fLaC": "a FLAC file",
    b"\x1aE\xdf\xa3": "a Matroska video",
}
"""First bytes of well-known formats (IANA's media types and the formats' own specifications)."""

_RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAV file", b"AVI ": "an AVI video"}
_UTF_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 1024


def binary_kind(data: bytes) -> str | None:
    """What binary format ``data`` is in, in words; None when it looks like text of some encoding.

    Bytes of no known format are binary when NUL is among the first 1,024 without a UTF-16 or UTF-32 BOM.
    """
    known = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    if known:
        return known
    if data.startswith(b"RIFF") and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    if data[4:8] == b"ftyp":
        return "an MP4 video or HEIC image"
    if b"\0" in data[:_SNIFFED] and not data.startswith(_UTF_BOMS) and not _is_bare_utf16(data[:_SNIFFED]):
        return "a binary file"
    return None


def _is_bare_utf16(head: bytes) -> bool:
    """UTF-16 without its mark, of a markup file: ``<`` and NUL take turns at the start."""
    return head[:4] in (b"<\0!\0", b"\0<\0!", b"<\0h\0", b"\0<\0h", b"<\0?\0", b"\0<\0?")
