"""Pages in what people keep them in: folders, zip archives, Safari's web archives, and lists of addresses."""

from __future__ import annotations

import io
import plistlib
import struct
import zipfile
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import JunketError, NoText, Unreachable, UsageProblem
from junket.crawlers.page import Page
from junket.crawlers.saved import folder as folders
from junket.crawlers.saved import zipped
from junket.crawlers.saved.folder import list_folder
from junket.crawlers.saved.saved_page import read_saved
from junket.crawlers.saved.zipped import is_zip, read_zip
from junket.crawlers.url_list import is_url_list, read_url_list

PAGE = b"<html><body><p>Who lit the lamp?</p></body></html>"
URL = "https://film.example/talk/7"

# --- Safari's web archive ---------------------------------------------------------------------------


def webarchive(form=plistlib.FMT_BINARY, **changes):
    main = {
        "WebResourceData": PAGE,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "windows-1251",
        "WebResourceURL": URL,
    }
    picture = {"WebResourceData": b"\x89PNG", "WebResourceMIMEType": "image/png"}
    return plistlib.dumps({"WebMainResource": main | changes, "WebSubresources": [picture]}, fmt=form)


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_web_archive_gives_its_page_with_address_and_charset(form):
    page = read_saved(webarchive(form))
    assert (page.url, page.body, page.charset, page.media_type) == (URL, PAGE, "windows-1251", "text/html")
    assert read_saved(webarchive(form), "https://given.example/").url == "https://given.example/"
    assert read_saved(webarchive(WebResourceURL="file:///Users/x/a.html")).url == ""


@pytest.mark.parametrize(
    "data",
    [
        webarchive(WebResourceMIMEType="application/pdf"),
        webarchive(WebResourceData="no bytes"),
        webarchive(WebResourceData=b" \n"),
        webarchive()[:-20],
        plistlib.dumps(["WebMainResource"], fmt=plistlib.FMT_BINARY),
        # An array that holds itself, and counts of objects that no memory holds.
        b"bplist00\xa1\x00\x08WebMainResource" + struct.pack(">6xBBQQQ", 1, 1, 1, 0, 10),
        b"bplist00WebMainResource" + struct.pack(">6xBBQQQ", 8, 8, 2**61, 0, 8),
    ],
)
def test_a_web_archive_without_a_page_is_one_clear_line(data):
    with pytest.raises(NoText, match="a Safari web archive without a page in it; save the page again"):
        read_saved(data, name="talk.webarchive")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_web_archive_gives_a_page_or_a_clear_error(data):
    whole = bytearray(webarchive())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert outcome_of(bytes(whole))


def outcome_of(data):
    """Whether there is a page, or an error with a remedy."""
    try:
        return bool(read_saved(data).body)
    except JunketError as error:
        return "; " in str(error)


# --- folders ----------------------------------------------------------------------------------------


def put(root, *names, data=PAGE):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def listed(root):
    return [path.relative_to(root).as_posix() for path in list_folder(root).files]


def test_a_folder_gives_its_pages_sorted_and_counts_the_rest(tmp_path):
    put(tmp_path, "b.html", "a/two.TXT", "a/one.mhtml", "a-1.htm.gz", "c.warc.gz", "z.webarchive")
    put(tmp_path, "style.css", "a/pic.png", "a/other.png", "README", "robots.txt")
    put(tmp_path, ".hidden.html", ".git/page.html")
    assert listed(tmp_path) == ["a/one.mhtml", "a/two.TXT", "a-1.htm.gz", "b.html", "c.warc.gz", "z.webarchive"]
    assert list_folder(tmp_path).left == {".css": 1, ".png": 2, "no suffix": 1, ".txt": 1}


@pytest.mark.parametrize("beside", ["talk_files", "talk-Dateien", "talk_fichiers", "talk.files", "TALK_archivos"])
def test_what_belongs_to_a_saved_page_is_no_page_of_its_own(tmp_path, beside):
    put(tmp_path, "talk.html", f"{beside}/saved_resource.html", f"{beside}/deep/frame.html")
    assert listed(tmp_path) == ["talk.html"]


def test_a_folder_that_is_only_called_so_is_looked_into(tmp_path):
    put(tmp_path, "talk.html", "talk/a.html", "other_files/b.html", "talk_2023/c.html")
    assert listed(tmp_path) == ["other_files/b.html", "talk/a.html", "talk.html", "talk_2023/c.html"]


def test_links_lead_round_in_no_circle(tmp_path):
    put(tmp_path, "in/a.html")
    (tmp_path / "in" / "round").symlink_to(tmp_path)
    (tmp_path / "in" / "b.html").symlink_to(tmp_path / "in" / "a.html")
    (tmp_path / "in" / "gone.html").symlink_to(tmp_path / "nothing")
    assert listed(tmp_path) == ["in/a.html", "in/b.html"]


def test_a_deep_folder_is_read_and_a_huge_one_refused(tmp_path, monkeypatch):
    put(tmp_path, "/".join(["d"] * 200) + "/a.html")
    assert len(listed(tmp_path)) == 1
    put(tmp_path, *(f"{number}.html" for number in range(20)))
    monkeypatch.setattr(folders, "MAX_FILES", 210)
    with pytest.raises(UsageProblem, match=r"more than 210 files; give its folders one by one"):
        list_folder(tmp_path)


def test_a_folder_without_pages_says_what_pages_are_called(tmp_path):
    put(tmp_path, "x.png")
    with pytest.raises(NoText, match=r"a folder without a saved page in it; pages are files called \.html"):
        list_folder(tmp_path)


# --- zip archives -----------------------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path):
    def call(members, name="pages.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        return path

    return call


def unpacked(path):
    left = Counter()
    return dict(read_zip(path, "a.zip", left)), left


def test_each_page_of_a_zip_is_named_after_archive_and_member(pack):
    aside = {"in/": b"", "b_files/f.html": PAGE, "in/.x.html": PAGE, "in/mimetype": "application/epub+zip"}
    path = pack({"b.html": PAGE, "in/a.htm": PAGE, "s.css": b"x"} | aside)
    found, left = unpacked(path)
    assert list(found) == ["a.zip!/b.html", "a.zip!/in/a.htm"]
    page = found["a.zip!/in/a.htm"]
    assert isinstance(page, Page)
    assert (page.source, page.body, page.named) == ("a.zip!/in/a.htm", PAGE, True)
    assert left == {".css": 1, "no suffix": 1}
    assert is_zip(path)


def test_paths_in_a_zip_lead_nowhere(pack, tmp_path):
    found, _ = unpacked(
        pack({"../../out.html": PAGE, "/etc/x.html": PAGE, "C:\\x.html": PAGE, "__MACOSX/a.html": PAGE})
    )
    assert len(found) == 2 or all(isinstance(each, Page) for each in found.values())
    assert [path.name for path in tmp_path.iterdir()] == ["pages.zip"]


def test_a_bad_member_does_not_stop_the_others(pack):
    path = pack({"a.html": PAGE, "b.html": b"", "c.html": PAGE * 50})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"c.html", 0, data.index(b"PK\x01\x02")) + 8] ^= 0xFF
    path.write_bytes(data)
    found, _ = unpacked(path)
    assert isinstance(found["a.zip!/a.html"], Page)
    assert "is empty" in str(found["a.zip!/b.html"])
    assert "is damaged in the archive" in str(found["a.zip!/c.html"])


def test_an_encrypted_member_is_named(pack):
    path = pack({"a.html": PAGE})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    assert "is encrypted; unpack" in str(unpacked(path)[0]["a.zip!/a.html"])


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"mimetype": "application/epub+zip", "OEBPS/c1.xhtml": PAGE}, "is an EPUB book, no page; unpack it"),
        ({"[Content_Types].xml": "x", "word/document.xml": "x"}, "is an Office file"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}, "is an OpenDocument file"),
        ({"a.png": b"x"}, "a zip archive without a saved page in it"),
        ({}, "a zip archive without a saved page in it"),
    ],
)
def test_a_zip_that_is_something_else_says_what_to_do(pack, members, words):
    with pytest.raises(NoText, match=words) as caught:
        unpacked(pack(members))
    assert "; " in str(caught.value)


def test_a_zip_is_held_to_its_bounds(pack, monkeypatch):
    path = pack({f"{number}.html": PAGE * 100 for number in range(20)})
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 10 * len(PAGE) * 100)
    names = []
    with pytest.raises(NoText, match="unpack it, give the folder"):
        names.extend(name for name, _ in read_zip(path, "a.zip", Counter()))
    assert len(names) == 10
    monkeypatch.setattr(zipped, "MAX_MEMBERS", 19)
    with pytest.raises(NoText, match="more than 19 files"):
        unpacked(path)


@pytest.mark.parametrize("cut", [4, 40, 200, -1, -30])
def test_a_cut_zip_is_one_clear_line(pack, cut):
    path = pack({"a.html": PAGE, "b.html": PAGE})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(NoText, match="make or fetch it again"):
        unpacked(path)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_zip_gives_pages_or_clear_errors(tmp_path_factory, data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("in/b.html", PAGE * 3)
    whole = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(whole)
    try:
        found = dict(read_zip(path, "a.zip", Counter()))
    except JunketError as error:
        found = {"": error}
    assert all(isinstance(each, Page) or "; " in str(each) for each in found.values())


# --- lists of addresses -----------------------------------------------------------------------------


def test_a_list_of_urls_names_its_bad_lines_and_keeps_the_others(tmp_path):
    path = tmp_path / "urls.txt"
    path.write_bytes("\ufeff# mine\r\n\r\nhttps://a.example/1\r\n  b.example/2\r\nht!tp://x y\r\n# end\r\n".encode())
    lines = read_url_list(path)
    assert [line.text for line in lines if not line.error] == ["https://a.example/1", "b.example/2"]
    [bad] = [line.error for line in lines if line.error]
    assert str(bad).startswith(f"{path}:5: 'ht!tp://x y' ")
    path.write_bytes("https://a.example/1\n".encode("utf-16"))
    assert [line.text for line in read_url_list(path)] == ["https://a.example/1"]
    with pytest.raises(Unreachable, match="No such file or directory; name a file with one URL a line"):
        read_url_list(tmp_path / "none")


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/1",
        "# pages to read\n\nhttps://a.example/1\r\nhttp://b.example/?q=%20\n",
        "\ufeffHTTPS://a.example/1\nhttps://b.example\nhtps//slip.example/3\n",
    ],
)
def test_a_file_of_nothing_but_urls_is_a_list(text):
    assert is_url_list(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "https://a.example/1\nA talk with Ada Lind about the fog.\n",
        "A talk\nhttps://a.example/1\nhttps://a.example/2\n",
        "https://a.example/1\nhttps://a.example/2 was read today\n",
        "https://a.example/1\nTalk\nLinks\nEnd\n",
        "<html>https://a.example/1</html>",
    ],
)
def test_text_with_urls_in_it_is_text(text):
    assert not is_url_list(text.encode())
