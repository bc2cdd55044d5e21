from __future__ import annotations

import time

import pytest

from junket.crawlers.discovery.links import Link
from junket.crawlers.discovery.part_url import part_links, part_of

TALK = "https://quay.example/talks/a-long-talk-with-ada"


@pytest.mark.parametrize(
    ("url", "stem", "number"),
    [
        (f"{TALK}/", TALK, 0),
        (f"{TALK}/?page=2", TALK, 2),
        (f"{TALK}?p=3", TALK, 3),
        (f"{TALK}/4/", TALK, 4),
        (f"{TALK}/page/5", TALK, 5),
        (f"{TALK}-2.html", f"{TALK}.html", 2),
        (f"{TALK},p12.html", f"{TALK}.html", 12),
        (f"{TALK}?lang=en&page=2", f"{TALK}?lang=en", 2),
        ("https://quay.example/2024/05/", "https://quay.example/2024/05", 0),
        ("https://quay.example/?p=2", "https://quay.example/?p=2", 0),
        ("https://quay.example/news/12345", "https://quay.example/news/12345", 0),
        ("https://quay.example/list?start=20", "https://quay.example/list?start=20", 0),
        (f"{TALK}/?page=51", f"{TALK}/?page=51", 0),
        ("no url", "no url", 0),
        ("http://[", "http://[", 0),
    ],
)
def test_the_number_of_a_part_and_what_all_parts_share(url, stem, number):
    assert part_of(url) == (stem, number)


def test_a_pager_names_the_other_parts_by_number_or_as_the_next():
    links = [
        Link(f"{TALK}?page=2", "2"),
        Link(f"{TALK}?page=3", "Next page"),
        Link(f"{TALK}?page=4", "The fourth part is the best"),
        Link(f"{TALK}", "1"),
        Link("https://quay.example/talks/another-talk?page=2", "2"),
        Link("https://quay.example/talks/the-next-post", "Next", frozenset({"next"})),
    ]
    assert part_links(links, TALK) == {2: f"{TALK}?page=2", 3: f"{TALK}?page=3"}


def test_long_addresses_take_no_time():
    started = time.process_time()
    for url in (f"https://quay.example/{'a-' * 3_900}", f"https://quay.example/{'1' * 7_900}", f"{TALK}{'/2' * 3_900}"):
        part_of(url)
    assert time.process_time() - started < 1
