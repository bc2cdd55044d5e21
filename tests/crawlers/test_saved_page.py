"""Files that people have: what browsers and tools write, text of unknown encoding, and files that hold no page."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import os
import quopri
import threading
import time
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import ExitCode, NoText, Unreachable
from junket.crawlers.page import MAX_BODY_BYTES
from junket.crawlers.saved.saved_page import kind_of_file, read_saved
from junket.pipelines.page.decoding.charset import decode

TALK = "https://film.example/talk--one?id=7&x=2"
BODY = "<html><head><title>Разговор</title></head><body><p>О кино.</p></body></html>"


def chrome(url="https://film.example/talk-%2Done?id=7&x=2"):
    return f"<!DOCTYPE html>\n<!-- saved from url=({len(url):04d}){url} -->\n{BODY}".encode()


def single_file(header="Page saved with SingleFile", zone="GMT+0300 (Москва, стандартное время)"):
    return (
        f'<!DOCTYPE html> <html lang=ru class="{"wf-active " * 2500}"><!--\n {header} \n url: {TALK} \n'
        f" saved date: Tue Oct 17 2023 01:55:34 {zone}\n--><meta charset=utf-8>{BODY}"
    ).encode()


def mhtml(
    body, encoding="quoted-printable", part="text/html", top="", boundary="----MultipartBoundary--abc----", **more
):
    """As Chrome writes it: images behind the page, a boundary full of hyphens."""
    location = more.get("location", TALK)
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {more.get('snapshot', TALK)}\r\n"
        f"Subject: =?utf-8?Q?x?=\r\n"
        f"Date: Tue, 17 Oct 2023 01:55:34 +0300\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        f'\ttype="text/html";{top}\r\n\tboundary="{boundary}"\r\n\r\n\r\n--{boundary}\r\n'
        f"Content-Type: {part}\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Location: {location}\r\n\r\n"
    )
    image = f"\r\n--{boundary}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return head.encode() + body + image.encode() + f"\r\n--{boundary}--\r\n".encode()


# --- HTML ------------------------------------------------------------------------------------------


def test_a_page_saved_by_a_browser_names_its_address(tmp_path):
    path = tmp_path / "talk.html"
    path.write_bytes(chrome())
    page = read_saved(path)
    assert (page.url, page.media_type, page.charset, page.named) == (TALK, "text/html", None, True)
    assert page.body == chrome()
    assert page.fetched_at is None, "a file's modification time is no capture date"


@pytest.mark.parametrize("header", ["Page saved with SingleFile", "Archive processed by SingleFile"])
def test_a_page_saved_by_singlefile_names_address_and_time(header):
    page = read_saved(single_file(header))
    assert page.url == TALK
    assert page.fetched_at == datetime(2023, 10, 16, 22, 55, 34, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["", "GMT", "GMT+9999", "+03:00"])
def test_a_date_that_is_none_is_not_guessed(zone):
    page = read_saved(single_file(zone=zone))
    assert (page.url, page.fetched_at) == (TALK, None)


def test_the_comment_goes_before_the_canonical_link_and_the_call_before_both():
    link = b"<html><head><link href='https://film.example/a?b=1&amp;c=2' rel=\"canonical\"></head><p>x</p>"
    assert read_saved(link).url == "https://film.example/a?b=1&c=2"
    assert read_saved(chrome() + link).url == TALK
    assert read_saved(chrome() + link, "https://given.example/").url == "https://given.example/"


@pytest.mark.parametrize(
    "html",
    [
        b"<html><!-- saved from url=(0014)about:internet --><p>x</p>",
        b"<html><link rel=canonical href=/talk><p>x</p>",
        b"<html><link rel=canonical href='javascript:x'><p>x</p>",
        b"<html><link rel=stylesheet href=https://film.example/x.css><p>x</p>",
        b"<html><p>x</p>",
    ],
)
def test_an_address_that_nobody_states_stays_empty(html):
    assert read_saved(html).url == ""


def test_utf16_and_gzip(tmp_path):
    for data in (
        chrome().decode().encode("utf-16"),
        chrome().decode().encode("utf-16-le"),
        gzip.compress(chrome()),
        zlib.compress(chrome()),
    ):
        page = read_saved(data)
        assert (page.url, page.media_type) == (TALK, "text/html")
    path = tmp_path / "talk.html.gz"
    path.write_bytes(gzip.compress(chrome()))
    assert read_saved(path).body == chrome()


# --- MHTML -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_mhtml(encoding, line_end):
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[encoding]
    data = mhtml(encode(BODY.encode()), encoding).replace(b"\r\n", b"\n").replace(b"\n", line_end)
    page = read_saved(data)
    assert page.body.decode().strip() == BODY
    assert (page.url, page.media_type, page.charset) == (TALK, "text/html", None)
    assert page.fetched_at == datetime(2023, 10, 16, 22, 55, 34, tzinfo=UTC)


def test_mhtml_states_a_charset_and_a_folded_address():
    url = "https://film.example/" + "a" * 30 + "\r\n " + "b" * 30
    data = mhtml(BODY.encode("cp1251"), "8bit", 'text/html; charset="windows-1251"', snapshot=url)
    page = read_saved(data)
    assert page.charset == "windows-1251"
    assert page.body.decode("cp1251") == BODY
    assert page.url == "https://film.example/" + "a" * 30 + "b" * 30


def test_the_main_part_is_the_one_that_start_or_the_address_names():
    frame = (
        b"<html>advert</html>\r\n--B\r\nContent-Type: text/html\r\nContent-ID: <main@x>\r\n"
        b"Content-Location: https://film.example/m\r\n\r\n<html>main"
    )
    by_start = mhtml(frame, "8bit", top='\r\n\tstart="<main@x>";', boundary="B", location="https://ads.example/")
    assert read_saved(by_start).body == b"<html>main"
    by_address = mhtml(frame, "8bit", boundary="B", location="https://ads.example/", snapshot="https://film.example/m")
    assert read_saved(by_address).body == b"<html>main"
    by_order = mhtml(frame, "8bit", boundary="B", location="https://ads.example/")
    assert read_saved(by_order).body == b"<html>advert</html>"


def test_mhtml_of_one_part_and_of_parts_within_parts():
    address = b"Content-Location: https://film.example/1\r\n"
    single = b"From: x\r\nMIME-Version: 1.0\r\n" + address + b"Content-Type: text/html\r\n\r\n<p>one"
    assert (read_saved(single).body, read_saved(single).url) == (b"<p>one", "https://film.example/1")
    inner = b"--I\r\nContent-Type: text/plain\r\n\r\nplain\r\n--I\r\nContent-Type: text/html\r\n\r\n<p>rich\r\n--I--"
    nested = mhtml(inner, "8bit", 'multipart/alternative; boundary="I"', boundary="O")
    assert read_saved(nested).body == b"<p>rich"


def test_a_cut_mhtml_keeps_what_is_there():
    whole = mhtml(base64.encodebytes(BODY.encode() * 50), "base64")
    assert read_saved(whole[:3000]).body.startswith(BODY.encode())


@pytest.mark.parametrize("part", ["image/png", "text/html"])
def test_mhtml_without_a_page(part):
    with pytest.raises(NoText, match="without a page"):
        read_saved(mhtml(b"" if part == "text/html" else b"x", "8bit", part), name="x.mht")


def test_hostile_mhtml_does_not_take_long():
    deep = b"".join(b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(20_000))
    wide = mhtml(b"x\r\n--B\r\n" * 300_000, "8bit", boundary="B")
    lines = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + b"\r\n" * 3_000_000 + b"x"
    for data in (b"MIME-Version: 1.0\r\n" + deep, wide, lines):
        started = time.process_time()
        with contextlib.suppress(NoText):
            read_saved(data)
        assert time.process_time() - started < 3


# --- text dumps ------------------------------------------------------------------------------------

RUSSIAN = "— Как вы пришли в кино?\n\n«Случайно», — ответила Айгуль Сатпаева. Ёжик №5 ещё снимается… ВСЕГДА ТАК.\n"


def text_of(data: bytes) -> str:
    page = read_saved(data, name="talk.txt")
    assert (page.media_type, page.body, page.charset, page.url, page.fetched_at) == ("text/plain", data, None, "", None)
    body, _, _ = decode(page.body, page.charset, markup=False)
    return body.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251"])
def test_russian_dumps_decode(encoding):
    assert text_of(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866"])
def test_russian_dumps_in_older_code_pages_decode(encoding):
    text = RUSSIAN.translate({ord(char): None for char in "—«»…№"})
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Да, конечно, я согласна", "cp1251"),
        ("Да, конечно, я согласна: снимали мы всю зиму.", "koi8-r"),
        ("РЕЖИССЁР О СВОЁМ НОВОМ ФИЛЬМЕ", "cp1251"),
        ("РЕЖИССЁР О СВОЁМ НОВОМ ФИЛЬМЕ", "koi8-r"),
        ("Фильм Bury The Silence, USA, 2015", "cp1251"),
        ("Le cinéma français, c’est “ça” — voilà.", "cp1252"),
        ("Über Größe läßt sich streiten.", "cp1252"),
        ("Señor Núñez: ¿qué?", "cp1252"),
    ],
)
def test_short_dumps(text, encoding):
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("沈若兰从小在码头边长大，她说最后一班渡船让她明白了什么是告别。", "gb18030"),
        ("渡し船の最後の夜に、監督は番人の日記を読みました。そして映画を撮ることにしたのです。", "shift_jis"),
        ("감독은 마지막 나룻배를 타고 섬으로 돌아가 오래된 일기를 읽었다고 말했다.", "euc-kr"),
        ("Reżyserka wróciła na wyspę ostatnim promem i przez całą zimę czytała stare dzienniki strażnika.", "cp1250"),
        ("Η σκηνοθέτιδα γύρισε στο νησί με το τελευταίο καράβι και διάβασε το ημερολόγιο του φύλακα.", "cp1253"),
    ],
)
def test_dumps_of_other_languages_decode(text, encoding):
    assert text_of((text + "\n\n").encode(encoding) * 2) == (text + "\n\n") * 2


def test_a_broken_byte_does_not_change_the_encoding():
    data = (RUSSIAN * 3).encode() + b"\xff" + " конец".encode()
    assert text_of(data) == RUSSIAN * 3 + "\ufffd конец"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_byte_order_mark_alone_is_no_text(mark):
    with pytest.raises(NoText, match="is empty"):
        read_saved(mark, name="talk.txt")


def test_a_dump_is_told_from_html(tmp_path):
    assert read_saved(b"Words about <cinema> and 3 < 5.").media_type == "text/plain"
    assert read_saved(b"<p>Words.</p>").media_type == "text/html"
    path = tmp_path / "notes.txt"
    path.write_bytes(b"The tag <p> begins a paragraph.")
    assert read_saved(path).media_type == "text/plain"
    path.write_bytes(chrome())
    assert read_saved(path).media_type == "text/html"


# --- no page ---------------------------------------------------------------------------------------


def zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x", "y")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP image"),
        (zipped(), "a zip archive"),
        (b"bplist00\xd1\x01", "a property list that holds no web page"),
        (b"\0\0\0\x18ftypmp42", "an MP4 video"),
        (b"\x01\x02\0\0\x03", "a binary file"),
        (gzip.compress(b"%PDF-1.7\n", mtime=0), "a PDF"),
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (gzip.compress(b"<p>hello", mtime=0)[:-9], "gzip that is damaged"),
        (b"\x1f\x8b\x08garbage", "gzip that is damaged"),
        (b"<p>" + b"x" * MAX_BODY_BYTES, "larger than 32 MiB"),
        (gzip.compress(b"<p>" + bytes(MAX_BODY_BYTES), 1, mtime=0), "larger than 32 MiB"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n", "is a WARC file"),
        (gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n", mtime=0), "is a WARC file"),
    ],
)
def test_what_is_no_page_is_named_with_a_remedy(tmp_path, data, words):
    path = tmp_path / "given"
    path.write_bytes(data)
    with pytest.raises(NoText, match=words) as caught:
        read_saved(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert "; " in line
    assert caught.value.exit_code == ExitCode.NO_TEXT


def test_a_page_of_just_the_bound_is_read():
    assert len(read_saved(b"<p>" + b"x" * (MAX_BODY_BYTES - 3)).body) == MAX_BODY_BYTES


def test_text_that_begins_like_a_format_is_text():
    for text in (
        b"RIFF RAFF, a talk",
        b"ID3 tags in cinema",
        b"BZh is no word",
        b"PAR10 lamps",
        b"From: Ada\nTo: Bob\n\nHi",
    ):
        assert read_saved(text).body == text


@pytest.mark.parametrize(
    ("name", "words"), [("absent.html", "no such file"), ("", "is a folder"), ("a\0b", "no file name")]
)
def test_what_cannot_be_read_is_unreachable(tmp_path, name, words):
    with pytest.raises(Unreachable, match=words):
        read_saved(tmp_path / name)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permission bits do not bind root or Windows")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "secret.html"
    path.write_bytes(b"<p>x")
    path.chmod(0)
    with pytest.raises(Unreachable, match="may not be read"):
        read_saved(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes by name are POSIX")
def test_a_pipe_is_read_to_the_bound(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    thread = threading.Thread(target=path.write_bytes, args=(chrome(),))
    thread.start()
    assert kind_of_file(path) == "page"
    assert read_saved(path).url == TALK
    thread.join()


def test_the_kind_of_a_file(tmp_path):
    cases = {
        "a.warc.gz": (b"torn", "warc"),
        "b.WARC": (b"", "warc"),
        "c": (b"WARC/1.0\r\n", "warc"),
        "d.bin": (gzip.compress(b"WARC/1.1\r\n", mtime=0), "warc"),
        "e.html.gz": (gzip.compress(b"<p>", mtime=0), "page"),
        "f.html": (b"<p>", "page"),
        "g": (b"\x1f\x8b\x08\xff", "page"),
    }
    for name, (data, kind) in cases.items():
        (tmp_path / name).write_bytes(data)
        assert kind_of_file(tmp_path / name) == kind
    assert kind_of_file(tmp_path / "absent") == "page"
    assert kind_of_file(tmp_path) == "page"


PIECES = st.lists(
    st.sampled_from(
        [chrome(), single_file(), mhtml(BODY.encode(), "8bit"), gzip.compress(chrome()), RUSSIAN.encode("cp1251")]
    )
    | st.binary(max_size=60)
    | st.sampled_from(
        [b"<!--", b"-->", b"\r\n\r\n", b"--", b"<link rel=canonical href=", b"Content-Type: text/html\r\n"]
    ),
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@example([b"\xfe\xff"])
@example([b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=\xff\r\n\r\nx"])
@example([b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary*=utf-8''%FF\r\n\r\n--\xff\r\n\r\nx"])
@example([b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=""; start*0=a\r\n\r\nx'])
@example([b"MIME-Version: 1.0\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\nContent-Type: text/html\r\n\r\nx"])
@given(PIECES)
def test_wild_files_give_a_page_or_one_clear_line(pieces):
    problem = None
    try:
        page = read_saved(b"".join(pieces), name="wild")
    except NoText as error:
        problem = str(error)
    if problem is None:
        assert page.named
        assert page.body.strip()
        assert page.url == "" or page.url.lower().startswith(("http://", "https://"))
    else:
        assert problem.startswith("wild: ")
        assert "\n" not in problem
