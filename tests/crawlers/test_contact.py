"""Without a contact, other people's servers are asked for a few pages only."""

from __future__ import annotations

import json
import socket

import pytest

from junket.crawlers.polite.contact import MAX_PAGES, AnonymousPages, is_this_machine

CRAWL = """
    import json, sys
    from junket.crawlers.run.run import crawl
    given = json.load(sys.stdin)
    summary = crawl(settings={"ITEM_PIPELINES": {}, "LOG_ENABLED": False, "AUTOTHROTTLE_ENABLED": False}, **given)
    print(json.dumps({"reason": summary.finish_reason, "pages": summary.records}))
"""


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_this_machine(host):
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "8.8.8.8", "film.example", "", "localhost.film.example"])
def test_all_else_is_somebodys(host):
    assert not is_this_machine(host)


def test_pages_of_others_are_counted_to_the_page():
    pages = AnonymousPages()
    taken = [pages.take(f"https://film.example/{n}") for n in range(MAX_PAGES + 5)]
    assert taken.count(True) == MAX_PAGES
    assert not pages.take("https://other.example/")
    assert pages.take("http://127.0.0.1:8000/")


def test_a_host_whose_address_turns_out_to_be_this_machine_does_not_count():
    pages = AnonymousPages(most=2)
    assert pages.take("http://archive.example/1")
    pages.answered("http://archive.example/1", "127.0.0.1")
    pages.answered("http://film.example/1", "93.184.216.34")
    assert all(pages.take(f"http://archive.example/{n}") for n in range(10))
    assert [pages.take(f"http://film.example/{n}") for n in range(3)] == [True, True, False]


def own_address() -> str:
    """An address of this machine that is no loopback; skipped where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))  # sends nothing: it only picks an interface
            address = str(probe.getsockname()[0])
        except OSError:
            address = "127.0.0.1"
    if is_this_machine(address):
        pytest.skip("this machine has no address but loopback")
    return address


def endless(handler):
    number = int(handler.path.rsplit("-", 1)[-1]) if "-" in handler.path else 0
    if handler.path in ("/robots.txt", "/sitemap.xml"):
        return 404, {}, b""
    links = "".join(f"<a href='/a-talk-about-bread-number-{number * 3 + n}'>A talk</a> " for n in (1, 2, 3))
    return 200, {"Content-Type": "text/html"}, f"<p>{links}</p>".encode()


@pytest.mark.parametrize("contact", [None, "mailto:ada@film.example"])
def test_a_crawl_of_another_machine_stops_at_the_bound_and_says_why(serve, run_script, tmp_path, contact):
    server = serve({"*": endless}, host=own_address())
    given = {
        "home": str(tmp_path),
        "start": [server.url()],
        "allow_private": [server.place],
        "contact": contact,
        "max_pages": MAX_PAGES + 20,
    }
    done = run_script(CRAWL, given)
    outcome = json.loads(done.stdout)
    if contact:
        assert outcome == {"reason": "max_pages", "pages": MAX_PAGES + 20}
        assert f"(+{contact})" in server.headers[-1]["User-Agent"]
    else:
        assert outcome == {"reason": "no_contact", "pages": MAX_PAGES}
        assert len([path for path in server.seen if not path.endswith((".txt", ".xml", ".json"))]) == MAX_PAGES
