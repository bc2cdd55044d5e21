"""ARC, Zstandard and WACZ files for the tests, written by hand byte by byte."""

from __future__ import annotations

import gzip
import io
import zipfile

from backports import zstd

PROSE = "".join(
    f"<p>On day {n} the director told us, as the film was made, that nobody on the set had known how it is lit.</p>"
    for n in range(20)
)
URLS = ["https://film.example/talks/1", "https://film.example/talks/2?q=a b c", "https://film.example/talks/3"]


def answer(title: str, end: bytes = b"\r\n") -> bytes:
    """An HTTP response with an article."""
    head = [b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8", b"", b""]
    meta = "<meta name='author' content='Nora Field'><meta property='og:type' content='article'>"
    meta += "<meta property='article:published_time' content='2004-01-01T10:00:00Z'>"
    body = f"<article><h1>{title}</h1><p class='byline'>By Nora Field</p>{PROSE}</article>"
    return end.join(head) + f"<title>{title}</title>{meta}{body}".encode()


def arc_records(version: int = 1, urls=URLS) -> list[bytes]:
    """The records of an ARC file: about the file, a name that was looked up, and an article at each address."""
    between = " 200 - - 0 a.arc.gz" if version == 2 else ""
    fields = {1: "URL IP-address Archive-date Content-type Archive-length"}
    fields[2] = "URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length"
    about = f"{version} 0 Archive\n{fields[version]}\n\n".encode()
    made = [
        f"filedesc://a.arc 192.0.2.1 20040102030405 text/plain{between} {len(about)}\n".encode() + about + b"\n",
        f"dns:film.example 192.0.2.1 20040102030405 text/dns{between} 3\n".encode() + b"A 1\n",
    ]
    for number, url in enumerate(urls):
        block = answer(f"Talk {number}")
        made.append(f"{url} 192.0.2.7 20040102030405 text/html{between} {len(block)}\n".encode() + block + b"\n")
    return made


def warc_records(urls=URLS, end: bytes = b"\r\n") -> list[bytes]:
    """The records of a WARC file, one article each; ``end`` is what ends a line."""
    made = []
    for number, url in enumerate(urls):
        block = answer(f"Talk {number}", end)
        head = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2024-05-06T07:08:09Z"]
        head += [f"WARC-Record-ID: <urn:uuid:{number}>", "Content-Type: application/http; msgtype=response"]
        head += [f"Content-Length: {len(block)}", "", ""]
        made.append(end.join(line.encode() for line in head) + block + end * 2)
    return made


def zst(records: list[bytes], dictionary: str = "") -> bytes:
    """A frame a record; ``dictionary``: "" (none), ``plain`` or ``packed``."""
    checked = {zstd.CompressionParameter.checksum_flag: 1}
    if not dictionary:
        return b"".join(zstd.compress(record, options=checked) for record in records)
    trained = zstd.train_dict([b"%d %s" % (n, record) for n in range(40) for record in records], 4000)
    held = zstd.compress(trained.dict_content) if dictionary == "packed" else trained.dict_content
    frame = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held
    return frame + b"".join(zstd.compress(record, options=checked, zstd_dict=trained) for record in records)


def wacz(files: dict[str, bytes], *, packed: bool = False) -> bytes:
    """A zip of these files, stored or deflated, and a package's description."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as whole:
        whole.writestr("datapackage.json", "{}")
        for name, data in files.items():
            whole.writestr(name, data)
    return sink.getvalue()


def members(records: list[bytes]) -> bytes:
    """A gzip member a record."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


FILES = {
    "a.arc": b"".join(arc_records()),
    "b.arc": b"".join(arc_records(2)),
    "a.arc.gz": members(arc_records()),
    "single.arc.gz": gzip.compress(b"".join(arc_records())),
    "a.warc.zst": zst(warc_records()),
    "single.warc.zst": zst([b"".join(warc_records())]),
    "dictionary.warc.zst": zst(warc_records(), "plain"),
    "packed.warc.zst": zst(warc_records(), "packed"),
    "feeds.warc": b"".join(warc_records(end=b"\n")),
    "feeds.warc.gz": members(warc_records(end=b"\n")),
    "stored.wacz": wacz({"archive/a.warc.gz": members(warc_records()), "archive/text.txt": b"WARC/1.0"}),
    "deflated.wacz": wacz({"archive/a.warc.gz": members(warc_records()), "pages/a.warc": b"no"}, packed=True),
    "plain.wacz": wacz({"archive/a.warc": warc_records()[0], "archive/b.warc": b"".join(warc_records()[1:])}),
    "mixed.wacz": wacz({"archive/a.arc": b"".join(arc_records()[:3]), "archive/b.warc.zst": zst(warc_records()[1:])}),
    "both.wacz": wacz(
        {"archive/a.warc": warc_records()[0], "archive/b.warc": b"".join(warc_records()[1:])}, packed=True
    ),
}
"""By name; each holds an article at each of :data:`URLS`."""
