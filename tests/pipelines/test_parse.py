"""From bytes to blocks: inline styles, line breaks, tables, hidden parts, charsets, hostile markup."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.page.block import TextStyle
from junket.pipelines.page.characters import clean, collapse
from junket.pipelines.page.document import Document
from junket.pipelines.page.parse import parse

PROSE = "The camera stayed on the pier until the last ferry had left, and then it stayed a little longer."


def read(html: str | bytes, **page: object) -> Document:
    body = html.encode() if isinstance(html, str) else html
    return parse(Page(url="https://screen.example/talks/1", body=body, **page))


def texts(html: str | bytes, **page: object) -> list[str]:
    return [block.text for block in read(html, **page).blocks]


def test_blocks_carry_tag_path_and_tokens():
    document = read(
        '<body><main><article class="post isWide"><h2>On light</h2><p id="lead_1">We wait.</p></article></main>'
    )
    heading, paragraph = document.blocks
    assert (heading.tag, paragraph.tag) == ("h2", "p")
    assert paragraph.path == ("html", "body", "main", "article")
    assert {"post", "is", "wide", "lead"} <= paragraph.tokens
    assert [block.index for block in document.blocks] == [0, 1]


def test_text_directly_in_a_container_is_a_block():
    assert texts("<div>Before <p>inside</p> after <section>deeper</section></div>") == [
        "Before",
        "inside",
        "after",
        "deeper",
    ]
    assert read("<footer>Small print</footer>").blocks[0].path[-1] == "footer"


@pytest.mark.parametrize(
    ("html", "style"),
    [
        ("<p><b>Word</b></p>", TextStyle.BOLD),
        ("<p><strong>Word</strong></p>", TextStyle.BOLD),
        ("<p><em>Word</em></p>", TextStyle.ITALIC),
        ("<p><b><i>Word</i></b></p>", TextStyle.BOLD | TextStyle.ITALIC),
        ('<p><a href="/x">Word</a></p>', TextStyle.LINK),
        ('<p><a name="x">Word</a></p>', TextStyle.PLAIN),
        ('<p><span style="font-weight: 700">Word</span></p>', TextStyle.BOLD),
        ('<p><b style="font-weight:normal">Word</b></p>', TextStyle.PLAIN),
        ('<p style="font-style:italic">Word</p>', TextStyle.ITALIC),
        ("<strong><p>Word</p></strong>", TextStyle.BOLD),
    ],
)
def test_runs_know_their_style(html, style):
    (block,) = read(html).blocks
    assert [(run.start, run.end, run.style) for run in block.runs] == [(0, 4, style)]


def test_runs_cover_the_text_without_gaps():
    (block,) = read("<p>  Who <b> chose </b>the <i>ending</i>?\n </p>").blocks
    assert block.text == "Who chose the ending?"
    assert "".join(block.text[run.start : run.end] for run in block.runs) == block.text
    assert [run.style for run in block.runs] == [
        TextStyle.PLAIN,
        TextStyle.BOLD,
        TextStyle.PLAIN,
        TextStyle.ITALIC,
        TextStyle.PLAIN,
    ]


def test_one_line_break_stays_and_two_split():
    assert texts("<p>Why a pier?<br>It was free.<br><br/>And after?<br> <br>\nRain.</p>") == [
        "Why a pier?\nIt was free.",
        "And after?",
        "Rain.",
    ]


def test_inline_elements_do_not_glue_or_split_words():
    assert texts("<p>Ker<b>im</b> <i>said</i>\n<span>so</span>.</p>") == ["Kerim said so."]


def test_a_row_of_short_cells_is_one_block_and_prose_cells_are_not():
    table = "<table><tr><th>Year</th><th>Film</th></tr><tr><td>2011</td><td><b>Salt</b></td></tr></table>"
    assert texts(table) == ["Year | Film", "2011 | Salt"]
    assert texts(f"<table><tr><td>Aida</td><td>{PROSE * 2}</td></tr></table>") == ["Aida", PROSE * 2]


def test_scripts_templates_and_hidden_parts_are_no_text():
    html = f"""<body><script>var a = 1;</script><style>p {{}}</style><noscript>Turn scripts on</noscript>
    <template><p>Row</p></template><svg><text>icon</text></svg><p hidden>Secret</p><div style="display: none">Gone</div>
    <span aria-hidden="true">x</span><p>{PROSE}</p></body>"""
    assert texts(html) == [PROSE]


def test_a_page_that_hides_all_its_text_is_not_lost():
    document = read(f'<body><p>Loading</p><div id="app" style="display:none">{f"<p>{PROSE}</p>" * 9}</div></body>')
    assert sum(block.text == PROSE for block in document.blocks) == 9
    assert "hidden_text_used" in document.warnings


def test_noscript_text_is_used_where_there_is_no_other():
    document = read(f"<body><div id=root></div><noscript>{f'<p>{PROSE}</p>' * 6}</noscript></body>")
    assert len(document.blocks) == 6


def test_pre_keeps_its_lines():
    assert texts("<pre>first line\n  second line\n\nnew stanza</pre>") == ["first line\nsecond line", "new stanza"]


@pytest.mark.parametrize(
    ("body", "claimed", "encoding"),
    [
        ("Қысқа сөз, ұзақ фильм.".encode(), "iso-8859-1", "utf-8"),
        ("Короткая фраза о длинном фильме.".encode("cp1251"), "windows-1251", "cp1251"),
        ("Короткая фраза о длинном фильме, и ещё одна.".encode("cp1251"), "utf-8", "cp1251"),
        ("Короткая фраза о длинном фильме, и ещё одна.".encode("cp1251"), "iso-8859-1", "cp1251"),
        ("Короткая фраза о длинном фильме, и ещё одна.".encode("koi8-r"), None, "koi8-r"),
        ("Ein schöner Abend für große Filme".encode("latin-1"), "utf-8", "cp1252"),
        ("\ufeffКороткая фраза".encode("utf-16-le"), "utf-8", "utf-16-le"),
    ],
)
def test_lying_charsets(body, claimed, encoding):
    document = read(body, charset=claimed)
    assert document.encoding == encoding
    assert document.blocks[0].text == body.decode(encoding).lstrip("\ufeff")


def test_meta_charset_is_believed_where_the_transport_says_nothing():
    body = '<meta charset="windows-1251"><p>Мало слов</p>'.encode("cp1251")
    assert texts(body) == ["Мало слов"]


def test_a_few_broken_bytes_do_not_change_the_charset():
    document = read(("Қысқа сөз, ұзақ фильм. " * 20).encode() + b"\xff\xfe", charset="utf-8")
    assert document.encoding == "utf-8"
    assert "charset_damaged" in document.warnings


def test_control_characters_surrogates_and_entities():
    assert texts("<p>Ni\x00ght &#147;train&#148;&#8203; caf\u0065\u0301 &#xD800;end</p>") == [
        "Night “train” café \ufffdend"
    ]


def test_joiners_stay_where_the_script_needs_them():
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("li\u200dght\u200c") == "light"
    assert clean("👩\u200d🎬") == "👩\u200d🎬"


def test_an_accent_in_another_run_is_composed():
    (block,) = read("<p>caf<b>e</b><i>\u0301s</i></p>").blocks
    assert block.text == "cafés"
    assert block.runs[-1].end == len(block.text)


def test_base_url_comes_from_the_page_or_its_base_element():
    assert read("<p>a</p>").base_url == "https://screen.example/talks/1"
    assert read('<base href="/archive/"><p>a</p>').base_url == "https://screen.example/archive/"
    assert read('<base href="http://[oops"><p>a</p>').base_url == "https://screen.example/talks/1"


@pytest.mark.parametrize("body", [b"", b"  \n ", b"<!-- nothing -->", b"<!doctype html>", b"\x00\x01\x02"])
def test_pages_without_text_give_no_blocks(body):
    assert read(body).blocks == ()


def test_frames_are_said():
    assert "frames_not_read" in read("<html><frameset><frame src=a></frameset></html>").warnings


def hostile() -> dict[str, bytes]:
    paragraph = f"<p>{PROSE}</p>".encode()
    return {
        "nesting": b"<div>" * 50_000 + paragraph + b"</div>" * 50_000 + paragraph,
        "text node": b"<p>" + b"word, " * 500_000,
        "tables": b"<table><tr><td>a<td>b</table>" * 10_000 + paragraph,
        "plaintext": paragraph + b"<plaintext>" + paragraph,
        "attributes": b"<div " + b" ".join(b"a%d=b" % i for i in range(60_000)) + b">" + paragraph,
        "brackets": b"<" * 300_000 + paragraph,
        "open links": b"<a href=x>word " * 20_000,
    }


@pytest.mark.parametrize("case", sorted(hostile()))
def test_hostile_markup_keeps_its_text_in_bounded_time(case):
    start = time.process_time()
    document = read(hostile()[case])
    assert document.blocks
    assert case in {"text node", "open links"} or any(PROSE in block.text for block in document.blocks)
    assert time.process_time() - start < 10


def test_white_space_is_collapsed_alike_in_short_and_in_very_long_text():
    long = "one  two\n" * 20_000 + " " * 140_000 + "\u00a0end "
    assert collapse(long) == " ".join(long.split())
    assert collapse("x" * 200_000) == "x" * 200_000


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="a \n\t\u00a0", max_size=40), st.integers(65_530, 65_540))
def test_collapse_at_the_border_of_a_stretch(text, before):
    text = "b" * before + text + "c"
    assert collapse(text) == " ".join(text.split())


@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
def test_a_long_text_takes_little_memory(media_type):
    body = b"word and word, " * 300_000
    tracemalloc.start()
    document = read(body, media_type=media_type)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(document.blocks[0].text) == len(body) - 1
    assert peak < 8 * len(body)  # a list of its words would take 12 times its length


def test_names_of_many_elements_are_bounded():
    names = " ".join(f"n{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(600))
    ids = "".join(f'<p id="{"".join(chr(97 + int(digit)) for digit in str(i))}">a</p>' for i in range(20_000))
    blocks = read(f'<body class="{names}">{ids}</body>').blocks
    assert len(blocks) == 20_000
    assert {"naa", "b"} <= blocks[1].tokens
    assert len({id(block.tokens) for block in blocks}) < 2_000


def test_elements_of_one_kind_share_their_names():
    first, second = read("<ul><li class=item>One</li><li class=item>Two</li></ul>").blocks
    assert first.tokens is second.tokens


def test_breaks_and_spaces_between_blocks_do_not_leak():
    assert texts("<p>a<br></p><p><br> <br>b <b> </b>c</p>") == ["a", "b c"]


def test_deep_nesting_is_said():
    assert "nesting_flattened" in read(hostile()["nesting"]).warnings


MARKUP = (
    "<p>|</p>|<b>|</i>|<i>|<br>|<div class='a b'>|</div>|<li>|<td>|<tr>|<table>|&amp;|&#0;|<a href='x'>|</a>|<pre>\n"
)
ODD = "\x00|\u200b|e\u0301|слово |word |<script>|</script>|<!--|-->|<"
PIECES = st.sampled_from([*MARKUP.split("|"), *ODD.split("|")])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_any_markup_gives_sound_blocks(pieces):
    document = read("".join(pieces).encode("utf-8", "replace"))
    for index, block in enumerate(document.blocks):
        assert block.index == index
        assert block.text == block.text.strip() != ""
        assert clean(block.text) == block.text
        assert [run.start for run in block.runs] == [0, *(run.end for run in block.runs[:-1])]
        assert block.runs[-1].end == len(block.text)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-8", "windows-1251", "utf-16", "no-such-charset", "shift_jis"])
)
def test_any_bytes_are_read(body, charset):
    for block in read(body, charset=charset).blocks:
        assert block.text.encode("utf-8").decode("utf-8") == block.text != ""
