"""Bylines: who wrote it, in many languages and markups; and who did not."""

import json

import pytest

from junket.crawlers.page import Page
from junket.pipelines.metadata import read_metadata
from junket.pipelines.metadata.bylines.byline_names import read_byline
from junket.pipelines.page.parse import parse

URL = "https://lantern.example/talks/ferry-at-dusk"
PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def read(head="", above="", below="", url=URL):
    html = f"<html><head>{head}</head><body><h1>Ferry at Dusk</h1>{above}{PROSE * 3}{below}</body></html>"
    page = Page.from_text(url, html)
    return read_metadata(parse(page), page, None)


def json_ld(**article):
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **article})}</script>"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Oskar Venn", ["Oskar Venn"]),
        ("Submitted by Oskar Venn on", ["Oskar Venn"]),
        ("Gespeichert von Oskar Venn am", ["Oskar Venn"]),
        ("Soumis par Oskar Venn le", ["Oskar Venn"]),
        ("By John le Venn", ["John le Venn"]),
        ("by Oskar Venn in Cannes", ["Oskar Venn"]),
        ("By Oskar Venn and Lena Brook", ["Oskar Venn", "Lena Brook"]),
        ("By Oskar Venn, Lena Brook & Ida Holt", ["Oskar Venn", "Lena Brook", "Ida Holt"]),
        ("Interview by Oskar Venn", ["Oskar Venn"]),
        ("Words: Oskar Venn / Photos: Lena Brook", ["Oskar Venn"]),
        ("Words by Oskar Venn | Photography by Lena Brook", ["Oskar Venn"]),
        ("Oskar Venn, Senior Film Critic", ["Oskar Venn"]),
        ("Oskar Venn, Film Critic, The Lantern", ["Oskar Venn"]),
        ("Written by Oskar Venn (@oskarvenn)", ["Oskar Venn"]),
        ("Von Oskar Venn und Lena Brook, Berlin", ["Oskar Venn", "Lena Brook"]),
        ("Das Gespräch führte Lena Brook.", ["Lena Brook"]),
        ("Mira Tolen im Gespräch mit Lena Brook", ["Lena Brook"]),
        ("Ein Interview von Lena Brook mit Mira Tolen", ["Lena Brook"]),
        ("Автор: Анна Лесная", ["Анна Лесная"]),
        ("Беседовала Анна Лесная", ["Анна Лесная"]),
        ("Текст: Анна Лесная, фото: Пётр Горный", ["Анна Лесная"]),
        ("Анна Лесная и Пётр Горный", ["Анна Лесная", "Пётр Горный"]),
        ("Сұхбаттасқан: Айсұлу Нұрқызы", ["Айсұлу Нұрқызы"]),
        ("Сұхбаттасқан Айсұлу Нұрқызы", ["Айсұлу Нұрқызы"]),
        ("Дайындаған Айсұлу Нұрқызы және Дәурен Ер", ["Айсұлу Нұрқызы", "Дәурен Ер"]),
        ("Propos recueillis par Lena Brook", ["Lena Brook"]),
        ("Por Lena Brook y Oskar Venn", ["Lena Brook", "Oskar Venn"]),
        ("Venn, Oskar", ["Oskar Venn"]),
        ("By Oskar Venn with Lena Brook", ["Oskar Venn", "Lena Brook"]),
        ("Interview by Oskar Venn with Mira Tolen", ["Oskar Venn"]),
        ("Lena (Roe) Brook", ["Lena (Roe) Brook"]),
        ("Lena Brook (Berlin)", ["Lena Brook"]),
        ("Tested by Lena Brook", []),
        ("Medically reviewed by Lena Brook, MD", []),
        ("Fachlich geprüft von Lena Brook", []),
        ("Vérifié par Lena Brook", []),
        ("Harbour Forum", []),
        ("作者：王小明", ["王小明"]),
        ("Dr. Oskar Venn", ["Dr. Oskar Venn"]),
        ("Oskar Venn, Director, Ferry Lines - 10+ Years at sea", ["Oskar Venn"]),
        ("Center for Ferry Research and Development", []),
        ("Lantern’s Review", []),
        ("admin", []),
        ("Editorial Team", []),
        ("Редакция", []),
        ("The Lantern staff", []),
        ("Translated by Lena Brook", []),
        ("Аударған: Айсұлу Нұрқызы", []),
        ("Photo: Lena Brook", []),
        ("Senior Editor", []),
        ("https://lantern.example/authors/oskar", []),
        ("Updated", []),
        ("12 min read", []),
        ("", []),
    ],
)
def test_a_byline_gives_its_persons(line, names):
    assert list(read_byline(line).authors) == names


def test_others_are_named_with_what_they_did():
    found = read_byline("Interview: Oskar Venn. Photos by Lena Brook; translation: Ida Holt")
    assert dict(found.others) == {"Lena Brook": "photographer", "Ida Holt": "translator"}
    assert found.authors == ("Oskar Venn",)


@pytest.mark.parametrize(
    "head",
    [
        json_ld(headline="Ferry at Dusk", author={"@type": "Person", "name": "Oskar Venn"}),
        json_ld(headline="Ferry at Dusk", author=[{"name": "Oskar Venn"}]),
        json_ld(author="Oskar Venn"),
        "<script type='application/ld+json'>"
        + json.dumps(
            {
                "@graph": [
                    {"@type": "Article", "author": {"@id": "#me"}, "headline": "Ferry at Dusk"},
                    {"@type": "Person", "@id": "#me", "name": "Oskar Venn"},
                ]
            }
        )
        + "</script>",
        "<meta name='author' content='Oskar Venn'>",
        "<meta property='article:author' content='https://x.example/l'><meta name='author' content='By Oskar Venn'>",
        "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Oskar Venn'>",
    ],
)
def test_authors_of_the_head(head):
    assert read(head).authors == ("Oskar Venn",)


@pytest.mark.parametrize(
    "byline",
    [
        "<p>By Oskar Venn</p>",
        "<p>Written by</p><p>Oskar Venn</p>",
        "<div class='post-author'>Oskar Venn</div>",
        "<p>By <a rel='author' href='/u/7'>Oskar Venn</a> on 3 May 2019</p>",
        "<span itemprop='author'><span itemprop='name'>Oskar Venn</span></span>",
        "<div><span>Text: Oskar Venn</span><span>12 May 2019, 17:25</span><span>Reading time: 8 min</span></div>",
        "<small>12.05.2019 | Текст: Oskar Venn | Просмотров: 87</small>",
        "<p>Published August 7, 2019 by Oskar Venn</p>",
        "<div>Oskar Venn</div><div>Senior critic</div>",
        "<div><a href='/authors/oskar-venn'>Oskar Venn</a></div>",
        "<p>Oskar Venn | Senior Writer | July 2, 2019</p>",
        "<div><span>By</span> <a href='/u/7'>Oskar Venn</a>, <span>critic of The Lantern</span></div>",
        "<aside><div>Oskar Venn</div><div>Fri 5 May 2019</div></aside>",
        "<p>By Oskar VennUpdated: Dec 19, 2019 1:06 PM</p>",
        "<div><span>By</span><span>Oskar Venn</span></div>",
        "<div>May 3, 2019 • Oskar Venn in <a href='/category/ferries'>Ferry Lines</a></div>",
        "<div>May 3, 2019 · Oskar Venn on behalf of the harbour group</div>",
        "<p>Written by Oskar Venn, Representative of the Passengers to the Harbour and River Lines Committee</p>",
        "<p>This post was written by Oskar Venn, historian, Harbour House.</p>",
        "<h4>By</h4><p><a rel='tag' href='/ferries'>Ferry Lines</a></p><div class='co-author'>Oskar Venn</div>",
        "<p><span>Medically reviewed</span> by <a>Ida Holt</a></p><p>Written by <a>Oskar Venn</a></p>",
        "<p class='author'>Oskar Venn</p><p class='author'>Ida Holt</p><p>Reviewed by Ida Holt</p>",
    ],
)
def test_authors_that_only_the_page_shows(byline):
    assert read(above=byline).authors == ("Oskar Venn",)


def test_a_byline_after_the_text():
    found = read(below="<p>By Oskar Venn</p>")
    assert found.authors == ("Oskar Venn",)
    assert list(found.marked.values()) == ["title", "byline"]


@pytest.mark.parametrize("label", ["Article by", "About the author", "Written by:"])
def test_a_label_and_a_name_stand_one_below_the_other_after_the_text(label):
    end = f"{PROSE * 30}<h3>{label}</h3><h4>Oskar Venn</h4><p>He rows.</p>"
    assert read(below=end).authors == ("Oskar Venn",)
    assert read(below=end.replace("Oskar Venn", "More ferry stories")).authors == ()


def test_several_names_with_their_degrees_are_a_byline():
    line = "<div>Oskar Venn, MD, DABC; Lena Brook, BA, RST (Rivers) & Ida Holt, PhD</div>"
    assert read(above=line).authors == ("Oskar Venn", "Lena Brook", "Ida Holt")
    assert read(above=line.replace("Ida Holt", "the sea")).authors == ()


def test_a_guests_printed_byline_goes_before_the_account_that_filed_it():
    head = json_ld(headline="Ferry at Dusk", author={"name": "Max Loud"})
    assert read(head, above="<p>By Oskar Venn</p>").authors == ("Oskar Venn",)
    box = "<div class='author-box'><p class='author'>Max Loud</p></div>"
    assert read(head, above="<p>By Oskar Venn</p>", below=PROSE * 30 + box).authors == ("Max Loud",)


def test_a_given_name_is_filled_up_from_another_source():
    head = "<meta name='author' content='Oskar'>"
    assert read(head, above="<div><a href='/authors/7'>Oskar Venn</a></div>").authors == ("Oskar Venn",)
    assert read(head).authors == ("Oskar",)


@pytest.mark.parametrize("name", ["Great River Team", "The Harbour Desk"])
def test_where_a_desk_signs_a_bare_pair_of_words_is_no_author(name):
    head = json_ld(headline="Ferry at Dusk", author={"name": name})
    head += "<meta property='og:site_name' content='Great River'>"
    assert read(head, above="<p>Harbour Style</p><p>3 May 2019</p>").authors == (name,)


def test_an_agency_beside_the_sites_own_name_is_the_agency():
    head = "<meta property='og:site_name' content='The Lantern'>"
    assert read(head + json_ld(headline="Ferry at Dusk", author={"name": "The Lantern and AFP"})).authors == ("AFP",)


@pytest.mark.parametrize("name", ["Lantern Admin", "River Webmaster"])
def test_an_account_is_nobody(name):
    assert read(f"<meta name='author' content='{name}'>").authors == ()


def test_the_fuller_list_wins_where_it_holds_the_shorter():
    head = json_ld(headline="Ferry at Dusk", author={"name": "Oskar Venn"})
    assert read(head, above="<p>By Oskar Venn and Lena Brook</p>").authors == ("Oskar Venn", "Lena Brook")


@pytest.mark.parametrize(
    "above",
    [
        "<div id='comments'><p class='comment-author'>By Max Loud</p></div>",
        "<aside><p>By Max Loud</p></aside>",
        "<ul class='related'><li>By Max Loud</li></ul>",
        "<p>Photos by Max Loud</p>",
        "<p>Share on Facebook</p><p>12 views</p>",
    ],
)
def test_other_peoples_names_are_no_authors(above):
    assert read(above=above).authors == ()


def test_json_ld_of_teasers_is_not_believed():
    teasers = [{"@type": "NewsArticle", "headline": f"Other {n}", "author": {"name": "Max Loud"}} for n in range(3)]
    assert read(f"<script type='application/ld+json'>{json.dumps(teasers)}</script>").authors == ()


def test_the_sites_name_is_no_author():
    head = "<meta property='og:site_name' content='Lantern'><meta name='author' content='Lantern'>"
    assert read(head).authors == ()
    assert read("<meta name='author' content='lantern.example'>").authors == ()


def test_a_persons_own_site_has_its_person_with_a_warning():
    head = "<meta property='og:site_name' content='Oskar Venn'><meta name='author' content='Oskar Venn'>"
    found = read(head)
    assert (found.authors, found.warnings) == (("Oskar Venn",), ("author_is_site_name",))


def test_an_agency_is_named_only_where_nobody_else_is():
    agency = json_ld(headline="Ferry at Dusk", author={"@type": "Organization", "name": "River News Agency"})
    found = read(agency)
    assert found.authors == ("River News Agency",)
    assert "author_not_a_person" in found.warnings
    assert read(agency, above="<p>By Oskar Venn</p>").authors == ("Oskar Venn",)


def test_a_link_to_a_section_beside_the_title_is_no_author():
    assert read(above="<div><a href='/category/ferry-lines'>Ferry Lines</a></div><div>3 May 2019</div>").authors == ()


def test_a_users_name_gives_way_to_the_person_that_is_printed():
    head = json_ld(headline="Ferry at Dusk", author={"name": "oskar.venn"})
    assert read(head, above="<div class='author'>Oskar Venn</div>").authors == ("Oskar Venn",)
    assert read(head).authors == ("oskar.venn",)


def test_a_desk_is_named_with_a_doubt_where_nobody_else_is():
    found = read(above="<p>The Harbour Team</p>")
    assert (found.authors, found.warnings) == (("The Harbour Team",), ("author_not_a_person",))
    assert read(above="<p>By Editorial Team</p>").authors == ()


def test_the_credit_of_a_picture_is_no_byline():
    assert read(above="<p>By Max Loud/Reuters</p>").authors == ()


def test_titles_of_honour_do_not_hide_the_fuller_list():
    head = json_ld(headline="Ferry at Dusk", author={"name": "Oskar Venn"})
    found = read(head, above="<p>By Dr Oskar Venn and Dr Lena Brook</p>")
    assert found.authors == ("Dr Oskar Venn", "Dr Lena Brook")


def test_only_what_is_nothing_but_a_byline_is_marked():
    body = "<p>By Oskar Venn | 3 May 2019</p><p>Oskar Venn met the director on a ferry in May.</p>"
    found = read("<meta name='author' content='Oskar Venn'>", above=body)
    assert found.marked == {0: "title", 1: "byline"}


def test_a_label_that_stands_alone_is_marked_with_its_name():
    found = read(above="<p>Written by</p><p>Oskar Venn</p><p>Posted on</p><p>3 May 2019</p>")
    assert found.marked == {0: "title", 1: "byline", 2: "byline", 3: "dateline", 4: "dateline"}


def test_an_outlet_that_names_itself_leaves_the_signature_at_the_end():
    head = "<meta name='author' content='Lantern Radio (www.lantern.com)'>"
    head += "<meta property='og:site_name' content='Lantern Radio (www.lantern.com)'>"
    assert read(head, below="<p>Author: Oskar Venn</p>").authors == ("Oskar Venn",)


@pytest.mark.parametrize(
    "above",
    [
        "<div class='submitted'>Submitted by Oskar Venn on Mon, 05/03/2019 - 11:20</div>",
        "<span class='submitted'>Gespeichert von Oskar Venn am 3. Mai 2019</span>",
        "<div>Oskar Venn</div><div>3 May 2019</div>",
    ],
)
def test_a_line_beside_the_title_says_who_filed_the_page(above):
    assert read(above=above).authors == ("Oskar Venn",)
