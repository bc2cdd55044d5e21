"""What a home knows of an address is a function of its captures; when it is due follows the change that was seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.archive.index.cdxj import REVISIT, Capture, timestamp_of
from junket.crawlers.discovery.discovery import LinkClass
from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.revisit.due import Claims, Revisits, believed, interval, is_over, newest_meant
from junket.crawlers.revisit.visit import GONE_AFTER, Outcome, Visit, visit_of
from junket.crawlers.revisit.visits import FILE_NAME, Visits
from junket.crawlers.site.duration import parse_duration
from junket.crawlers.site.site import Site

URL = "https://film.example/a"
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = 86400
ARTICLE = LinkClass("article", "shape")


def at(days):
    return int((THEN + timedelta(days=days)).timestamp())


def capture(days, content="one", *, status=200, mime="text/html", url=URL):
    when = timestamp_of(THEN + timedelta(days=days))
    return Capture(
        url=url, mime=mime, status=status, digest=content, length=1, offset=int(days * 100), file="f", timestamp=when
    )


def same(days, content="one"):
    return capture(days, content, mime=REVISIT, status=304)


def visited(*captures, outcomes=None):
    given = outcomes or {}
    return visit_of(captures, lambda each: given.get(each.digest, Outcome(each.digest, None)))


def test_looks_changes_and_times_are_counted():
    visit = visited(capture(0), same(1), capture(2, "two"), same(3, "two"), capture(4, "two"))
    assert (visit.checks, visit.changes) == (4, 1)
    assert (visit.first_seen, visit.changed_at, visit.last_seen, visit.last_checked) == (at(0), at(2), at(4), at(4))


def test_other_bytes_with_the_same_record_are_no_change():
    outcomes = {"ad-1": Outcome("talk", None), "ad-2": Outcome("talk", None)}
    assert visited(capture(0, "ad-1"), capture(1, "ad-2"), same(2, "ad-2"), outcomes=outcomes).changes == 0


def test_a_page_without_a_record_changes_by_its_bytes_and_is_no_article():
    outcomes = {"one": Outcome(None, "not_an_article"), "two": Outcome(None, "not_an_article")}
    visit = visited(capture(0), capture(1, "two"), outcomes=outcomes)
    assert (visit.changes, visit.article) == (1, False)


def test_what_was_no_page_to_the_run_has_no_visit():
    assert visit_of([capture(0)], lambda _: None) is None
    assert visited(capture(0, status=404)) is None


def test_a_page_is_gone_after_two_misses_days_apart_and_not_before():
    page, first = capture(0), capture(5, status=404)
    once = visited(page, first)
    assert (once.missed_since, once.gone_at, once.last_seen, once.last_checked) == (at(5), None, at(0), at(5))
    assert visited(page, first, capture(5.5, status=410)).gone_at is None
    gone = visited(page, first, capture(7, status=410))
    assert (gone.gone_at, gone.last_checked) == (at(5), at(7))
    back = visited(page, first, capture(7, status=410), capture(9))
    assert (back.gone_at, back.missed_since, back.last_seen) == (None, None, at(9))


def test_a_page_that_says_that_it_is_missing_is_a_miss():
    outcomes = {"sorry": Outcome(None, "not_found")}
    visit = visited(capture(0), capture(1, "sorry"), capture(4, "sorry"), outcomes=outcomes)
    assert (visit.gone_at, visit.last_seen) == (at(1), at(0))


def test_errors_of_the_server_say_nothing_of_the_page():
    before = visited(capture(0), same(1))
    assert (
        visited(capture(0), same(1), capture(2, status=503), capture(3, status=403), capture(4, status=429)) == before
    )


def test_a_page_moves_for_good_only_with_a_permanent_redirect():
    assert visited(capture(0), capture(1, status=302)).moved is None
    moved = visited(capture(0), capture(1, status=301))
    assert moved.moved.status == 301
    assert visited(capture(0), capture(1, status=308), capture(2)).moved is None


CAPTURES = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from([200, 200, 200, 301, 302, 304, 404, 410, 500, None]),
        st.sampled_from("abc"),
    ),
    max_size=12,
)


@given(CAPTURES)
def test_any_history_keeps_its_order(found):
    captures = [
        capture(day, content, status=status, mime=REVISIT if status == 304 else "text/html")
        for day, status, content in sorted(found, key=lambda each: each[0])
    ]
    visit = visited(*captures)
    if visit is None:
        return
    assert visit.first_seen <= (visit.changed_at or visit.first_seen) <= visit.last_seen <= visit.last_checked
    assert 0 <= visit.changes <= visit.checks < len(captures)
    if visit.gone_at is not None:
        assert visit.gone_at > visit.last_seen or visit.gone_at == visit.missed_since


def known(checks, changes, days, *, changed_day=None):
    changed = None if changed_day is None else at(changed_day)
    return Visit(URL, at(0), at(days), at(days), changed, checks, changes, content="c")


LEAST, MOST = timedelta(days=1), timedelta(days=90)


def test_the_interval_follows_the_change_that_was_seen():
    often, seldom, never = known(10, 9, 30, changed_day=30), known(10, 1, 30, changed_day=2), known(10, 0, 30)
    spans = [interval(visit, LEAST, MOST) / DAY for visit in (often, seldom, never)]
    assert spans == sorted(spans)
    # Cho and Garcia-Molina: -ln((10 - 1 + 0.5) / 10.5) = 0.1 changes an interval of three days.
    assert spans[1] == pytest.approx(3 / 0.10008, rel=0.001)
    assert spans[2] == 30
    assert interval(known(50, 50, 30), LEAST, MOST) == DAY
    assert interval(known(9, 0, 3000), LEAST, MOST) == 90 * DAY


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**5))
def test_any_counts_give_an_interval_within_the_bounds(checks, changes, days):
    assert DAY <= interval(known(checks, changes, days), LEAST, MOST) <= 90 * DAY


def test_a_site_bounds_the_interval_and_a_clock_that_was_set_back_stops_nothing():
    visit, site = known(9, 0, 100), Site.for_domain("film.example")
    assert not is_over(visit, site, at(189))
    assert is_over(visit, site, at(191))
    quick = Site(domain="film.example", revisit_min=timedelta(hours=1), revisit_max=timedelta(days=2))
    assert is_over(visit, quick, at(103))
    assert is_over(visit, site, at(50))


def test_a_page_that_was_missed_is_looked_at_again_after_two_days():
    site, missed = Site.for_domain("film.example"), visited(capture(0), capture(200, status=404))
    assert not is_over(missed, site, at(201))
    assert is_over(missed, site, at(200) + GONE_AFTER)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-01T12:00:00Z", at(0)),
        ("2026-03-01T14:00:00+02:00", at(0)),
        ("2026-03-01", at(0) + 12 * 3600 - 1),
        ("", None),
        ("soon", None),
        ("2026-13-45", None),
    ],
)
def test_a_date_means_its_last_second(text, meant):
    assert newest_meant(text) == meant


def test_a_site_is_believed_as_far_as_it_has_shown_to_be_honest():
    assert believed(Claims())
    assert believed(Claims(claimed=9, held=0))
    assert not believed(Claims(claimed=10, held=4))
    assert believed(Claims(claimed=10, held=5, audited=10, missed=1))
    assert not believed(Claims(claimed=10, held=10, audited=10, missed=2))


@pytest.mark.parametrize(("text", "hours"), [("6h", 6), (" 2d ", 48), ("90m", 1.5), ("1w", 168)])
def test_spans_are_written_with_a_unit(text, hours):
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "0h", "6", "h", "-1d", "1.5h", "1y", "9999999d"])
def test_what_is_no_span_is_said(text):
    with pytest.raises(ValueError, match="must be a number"):
        parse_duration(text)


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def file(home, visits, moved=None):
    with Visits(home) as base:
        base.put((visit, moved) for visit in visits)


def page(number, days=0, checks=0, **more):
    return Visit(f"https://film.example/{number}", at(days), at(days), at(days), checks=checks, content="c", **more)


def run(home, *, days=1.0, every=False, site=None):
    return Revisits(home, lambda _url: site or Site.for_domain("film.example"), now=at(days), every=every)


def looked(home, revisits):
    """What a run asks for; each look is noted as one that found nothing new."""
    urls = list(revisits.due(["film.example"]))
    with Visits(home) as base:
        rows = [base.find(url).visit for url in urls]
        base.put((row._replace(last_checked=int(revisits._now), checks=row.checks + 1), None) for row in rows)
    revisits.close()
    return urls


def test_three_runs_in_a_row_look_at_each_young_page_once(home):
    file(home, [page(number) for number in range(100)])
    asked = [looked(home, run(home, days=0.01 * turn)) for turn in (1, 2, 3)]
    assert [len(urls) for urls in asked] == [34, 34, 34]
    assert len({url for urls in asked for url in urls}) == 100


def test_pages_that_stood_long_are_left_for_longer(home):
    file(home, [page(1, checks=9)])
    assert looked(home, run(home, days=0.9)) == []
    assert looked(home, run(home, days=1.1)) == ["https://film.example/1"]


def test_a_run_may_look_at_all_pages(home):
    file(home, [page(number, checks=9) for number in range(5)])
    revisits = run(home, days=0.1, every=True)
    assert not revisits.skips("https://film.example/3", ARTICLE, depth=2)
    assert len(looked(home, revisits)) == 5


def test_a_known_page_is_left_unless_a_date_says_that_it_is_newer(home):
    file(home, [page(1, checks=9)])
    revisits = run(home, days=0.5)
    url = "https://film.example/1"
    assert not revisits.skips("https://film.example/new", ARTICLE, depth=2)
    assert revisits.skips(url, ARTICLE, depth=2)
    assert revisits.skips(url, ARTICLE, depth=2, lastmod="2026-03-01T11:00:00Z")
    assert not revisits.skips(url, ARTICLE, depth=2, lastmod="2026-03-01T13:00:00Z")


def test_the_next_page_of_a_listing_is_followed_where_the_listing_is_new(home):
    file(home, [page(1, checks=9)])
    revisits, paging = run(home, days=0.5), LinkClass("listing", "next_page")
    assert revisits.skips("https://film.example/1", paging, depth=1, fresh=False)
    assert not revisits.skips("https://film.example/1", paging, depth=1, fresh=True)
    assert not revisits.skips("https://film.example/1", LinkClass("listing", "section"), depth=1)
    assert revisits.skips("https://film.example/1", LinkClass("listing", "section"), depth=2)


def test_dates_that_are_always_now_are_soon_believed_no_more(home):
    pages = [page(number, checks=9) for number in range(300)]
    file(home, pages)
    asked = []
    for turn in (1, 2, 3):
        revisits = run(home, days=0.1 * turn)
        named = [each.url for each in pages if not revisits.skips(each.url, ARTICLE, depth=1, lastmod="2030-01-01")]
        for url in named:
            revisits.looked(url, changed=False)
        revisits.close()
        asked.append(len(named))
    assert asked == [50, 5, 5]


def test_dates_that_hold_are_followed_without_bound(home):
    pages = [page(number, checks=9) for number in range(300)]
    file(home, pages)
    for expected in (50, 300):
        revisits = run(home, days=0.2)
        named = [each.url for each in pages if not revisits.skips(each.url, ARTICLE, depth=1, lastmod="2026-03-02")]
        for url in named:
            revisits.looked(url, changed=True)
        revisits.close()
        assert len(named) == expected


def test_where_dates_are_believed_a_twentieth_is_looked_at_and_lies_come_out(home):
    pages = [page(number) for number in range(300)]
    file(home, pages)
    shares = []
    for turn in (1, 2, 3):
        revisits = run(home, days=0.1 * turn)
        due = list(revisits.due(["film.example"]))
        for each in pages:
            revisits.skips(each.url, ARTICLE, depth=1, lastmod="2026-01-01")
        for url in due:
            revisits.looked(url, changed=turn == 2)
        revisits.close()
        shares.append(len(due))
    assert shares == [100, 15, 100]


def test_what_failed_in_the_last_run_is_asked_first_in_the_next(home):
    with Ledger(home) as ledger:
        for run_id, reason in (("1", "timeout"), ("2", "connection_lost")):
            ledger.start_run(run_id, "crawl", ["film.example"])
            line = LedgerLine(url=f"https://film.example/{run_id}", decision="failed", reason=reason)
            ledger.write(run_id, line)
            ledger.write(run_id, LedgerLine(url="https://film.example/x", decision="failed", reason="tls_failed"))
            masked = LedgerLine(url="https://film.example/s?token=abcdef", decision="failed", reason="timeout")
            ledger.write(run_id, masked)
            busy = LedgerLine(url="https://film.example/503", decision="rejected", reason="server_error", status=503)
            ledger.write(run_id, busy)
        ledger.start_run("3", "crawl", ["film.example"])
    found = run(home).failed(frozenset({"film.example"}), ["film.example"], "3")
    assert list(found) == ["https://film.example/2", "https://film.example/503"]


def test_sites_whose_last_runs_differ_have_each_their_failures_asked(home):
    hosts = ("one.example", "two.example")
    with Ledger(home) as ledger:
        for run_id, host in zip("12", hosts, strict=True):
            ledger.start_run(run_id, "crawl", [host])
            ledger.write(run_id, LedgerLine(url=f"https://{host}/a", decision="failed", reason="timeout"))
        ledger.start_run("3", "crawl", hosts)
    assert list(run(home).failed(frozenset(hosts), hosts, "3")) == [f"https://{host}/a" for host in hosts]


def test_a_damaged_file_is_made_anew_and_reading_makes_nothing(home):
    assert run(home).known(URL) is None
    assert not (home.state / FILE_NAME).exists()
    (home.state / FILE_NAME).write_bytes(b"no database" * 1000)
    with pytest.raises(HomeProblem, match="visits cannot be used"):
        run(home).known(URL)
    with Visits(home) as visits:
        assert visits.find(URL) is None


def test_a_change_is_told_by_the_record_and_a_loss_by_two_looks(home):
    file(home, [page(1), page(2, missed_since=at(0)), page(3, missed_since=at(9))])
    revisits = run(home, days=10)
    assert revisits.change_of("https://film.example/1", "c") == "unchanged"
    assert revisits.change_of("https://film.example/1", "d") == "changed"
    assert revisits.change_of("https://film.example/9", "d") == "new"
    assert [revisits.loss_of(f"https://film.example/{number}") for number in (1, 2, 3, 9)] == [None, "gone", None, None]
