from __future__ import annotations

from junket.crawlers.discovery.links import Link, PageLinks
from junket.crawlers.discovery.scout import MAX_DOCUMENTS, Scout
from junket.crawlers.discovery.traps import MAX_VIEWS
from junket.crawlers.site.site import Site

HOME = "https://film.example/"
HOSTS = frozenset({"film.example"})


def links(*paths: str, rel: str = "", text: str = "") -> PageLinks:
    return PageLinks(links=tuple(Link(HOME + path, text, frozenset(rel.split())) for path in paths))


def test_articles_go_first_then_the_next_page_then_sections_and_deeper_ones_later():
    scout = Scout(HOSTS)
    page = PageLinks(
        links=(
            *links("x9/y", "films/", "2024/05/06/ada").links,
            *links("films/2", rel="next").links,
            *links("films/3", text="3").links,
        )
    )
    found = {each.url.removeprefix(HOME): each for each in scout.look(HOME + "films/1", page, kind="listing", depth=2)}
    assert sorted(found, key=lambda path: -found[path].priority) == [
        "2024/05/06/ada",
        "films/2",
        "films/3",
        "films/",
        "x9/y",
    ]
    assert {path: each.depth for path, each in found.items()} == {
        "2024/05/06/ada": 3,
        "films/2": 2,  # pages of one listing are one step
        "films/3": 2,
        "films/": 3,
        "x9/y": 3,
    }


def test_the_next_article_is_no_next_page():
    scout = Scout(HOSTS)
    found = list(scout.look(HOME + "films/12345", links("films/12346", rel="next"), kind="article"))
    assert [(each.kind, each.depth) for each in found] == [("article", 1)]


def test_the_parts_of_an_article_are_articles_one_step_with_it():
    talk = "2024/05/06/ada"
    parts = [links(f"{talk}?page=2", text="2"), links(f"{talk}/3", text="3"), links("films/?page=2", text="2")]
    page = PageLinks(links=tuple(link for each in parts for link in each.links))
    found = {each.url.removeprefix(HOME): each for each in Scout(HOSTS).look(HOME + talk, page, depth=4)}
    assert {path: (each.kind, each.depth) for path, each in found.items()} == {
        f"{talk}?page=2": ("article", 4),
        f"{talk}/3": ("article", 4),
        "films/?page=2": ("listing", 5),
    }


def test_no_page_is_followed_twice_under_any_of_its_spellings():
    scout = Scout(HOSTS)
    scout.begin(HOME)
    spellings = PageLinks(
        links=tuple(
            Link(url)
            for url in (
                HOME,
                "http://www.film.example",
                HOME + "a?utm_source=x",
                HOME + "a",
                "http://film.example/a/",
                HOME + "poster.jpg",
                "https://other.example/a",
            )
        )
    )
    assert [each.url for each in scout.look(HOME, spellings)] == [HOME + "a?utm_source=x"]
    assert not list(scout.look(HOME, spellings))


def test_each_bound_is_told():
    told: list[tuple[str, str]] = []
    scout = Scout(HOSTS, most=2, told=lambda url, reason: told.append((url.removeprefix(HOME), reason)))
    page = links("a1/b1", "a2/b2", "a3/b3", "l/l/l")
    found = list(scout.look(HOME, PageLinks(links=page.links, cut=3)))
    assert len(found) == 2
    assert told == [("", "too_many_links"), ("a3/b3", "queue_full"), ("l/l/l", "repeated_segments")]


def test_nofollow_links_are_left():
    assert not list(Scout(HOSTS).look(HOME, links("2024/05/06/ada", rel="nofollow ugc")))


def test_feed_entries_are_articles_whatever_their_shape():
    found = list(
        Scout(HOSTS).look_at_feed(
            [(HOME + "c", "Cy", ""), (HOME + "tag/film/", "", ""), ("https://other.example/", "", "")]
        )
    )
    assert [(each.url, each.kind) for each in found] == [(HOME + "c", "article"), (HOME + "tag/film/", "listing")]


def test_sitemaps_and_feeds_are_taken_once_and_not_without_end():
    scout = Scout(HOSTS)
    assert scout.take_document(HOME + "s.xml")
    assert not scout.take_document(HOME + "s.xml")
    assert not scout.take_document("https://other.example/s.xml")
    assert sum(scout.take_document(f"{HOME}s{number}.xml") for number in range(MAX_DOCUMENTS + 10)) == MAX_DOCUMENTS - 1


def test_rules_at_hand_go_before_those_of_files():
    scout = Scout(HOSTS, sites=[Site(domain="film.example", article=("/t$",))])
    assert [each.kind for each in scout.look(HOME, links("t", "2024/05/06/ada"))] == ["article", "other"]


def test_views_of_one_path_are_a_trap_and_numbered_articles_are_none():
    told = []
    scout = Scout(HOSTS, told=lambda _url, reason: told.append(reason))
    facets = links(*(f"films?colour={number}&mood={number % 7}" for number in range(MAX_VIEWS + 20)))
    assert len(list(scout.look(HOME, facets))) == MAX_VIEWS
    assert told == ["too_many_views"] * 20
    articles = links(*(f"story.php?id={number}" for number in range(MAX_VIEWS + 20)))
    pages = links(*(f"old?page={number}" for number in range(MAX_VIEWS + 20)))
    assert len(list(scout.look(HOME, articles))) == len(list(scout.look(HOME, pages))) == MAX_VIEWS + 20


def test_the_same_page_under_many_sessions_is_one():
    scout = Scout(HOSTS)
    page = links(
        "(S(lit3py55t21z5v55vlm25s55))/talks/1", "(S(55vlm25s55lit3py55t21z5v))/talks/1", "talks/1;jsessionid=9"
    )
    assert len(list(scout.look(HOME, page))) == 1
