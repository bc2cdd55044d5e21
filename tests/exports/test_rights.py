from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.home import Home
from junket.crawlers.rights.right import Right
from junket.exports.dataset.contents import contents
from junket.exports.dataset.dataset import publish
from junket.exports.dataset.rights import RightsKeeper

WORDS = "the crane of driftwood"
RESERVED = (
    Right("tdm_file", "1 https://film.example/tdm", datetime(2024, 3, 6, tzinfo=UTC)),
    Right("ai_txt", None, None),
)
OPEN = (Right("tdm_file", None, datetime(2024, 3, 6, tzinfo=UTC)),)
RELEASE = '[[decision]]\nsite = "film.example"\nuse = "fetch"\nbasis = "agreement 12"\ndecided_by = "A. Reader"\n'


@pytest.fixture
def reserved(a_record):
    """A record whose page reserves its rights, with words that no other one has."""
    return a_record(2, text=f"Nobody saw {WORDS}.", turns=(), rights=RESERVED, warnings=("rights_reserved",))


def decide(home: Home, text: str) -> None:
    (home.path / "overrides" / "rights.toml").write_text(text, "utf-8")


def published_ids(home: Home) -> list[str]:
    return pq.read_table(home.dataset / "latest" / "documents")["id"].to_pylist()


def holds(folder: Path, words: str) -> list[str]:
    """Files below with the words in them, in Parquet's columns too, which are compressed."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if path.suffix == ".parquet":
                data += str(pq.read_table(path).to_pylist()).encode()
            if words.encode() in data:
                found.append(path.name)
    return found


def test_a_reserved_page_stays_out_of_the_dataset_and_is_counted(home, a_record, reserved, store):
    store(home, a_record(1, rights=OPEN), reserved)
    done = publish(home)
    assert published_ids(home) == [f"{1:016x}"]
    assert done.snapshot.tally["withheld"] == {"rights_archive_only": 1}
    assert done.snapshot.tally["documents"] == 1
    assert (contents(home).dataset or {})["withheld"] == {"rights_archive_only": 1}
    report = json.loads((home.reports / "rights.json").read_bytes())
    (page,) = report["pages"]
    assert (page["id"], page["signal"], page["source"]) == (reserved.id, "tdm-reservation", "tdm_file")
    assert holds(home.dataset, WORDS) == holds(home.reports, WORDS) == []


def test_a_reservation_made_later_binds_a_page_that_did_not_change(home, a_record, reserved, store):
    words = {"text": reserved.text, "turns": (), "content_hash": "sha256:same", "fetched_at": None}
    before = a_record(2, **words, rights=OPEN, warnings=(), warc_offset=1)
    store(home, before)
    publish(home)
    assert published_ids(home) == [reserved.id]
    later = words | {"fetched_at": datetime(2025, 1, 1, tzinfo=UTC)}
    store(home, a_record(2, **later, rights=RESERVED, warnings=("rights_reserved",), warc_offset=2))
    publish(home)
    assert published_ids(home) == []
    assert holds(home.dataset, WORDS) == []


def test_the_same_rights_seen_again_make_no_new_snapshot(home, a_record, store):
    store(home, a_record(1, rights=OPEN))
    first = publish(home)
    again = (Right("tdm_file", None, datetime(2025, 1, 1, tzinfo=UTC)),)
    store(home, a_record(1, rights=again, warc_offset=999, fetched_at=datetime(2025, 1, 1, tzinfo=UTC)))
    assert publish(home).snapshot.version == first.snapshot.version


def test_a_later_decision_brings_pages_back_and_another_takes_them_out(home, a_record, reserved, store):
    store(home, a_record(1, rights=OPEN), reserved)
    publish(home)
    decide(home, RELEASE)
    released = publish(home)
    assert published_ids(home) == [f"{1:016x}", reserved.id]
    assert (released.rights.released, released.rights.withheld) == (1, {})
    assert holds(home.dataset, WORDS)
    decide(home, RELEASE.replace("fetch", "archive_only"))
    publish(home)
    assert published_ids(home) == []
    assert holds(home.dataset, WORDS) == []
    assert len(list(home.dataset.glob("v*"))) == 1


def test_old_snapshots_without_the_withheld_page_stay(home, a_record, reserved, store):
    store(home, a_record(1, rights=OPEN))
    publish(home)
    store(home, reserved)
    publish(home)
    assert len(list(home.dataset.glob("v*"))) == 2
    assert publish(home).fresh is False


def test_a_revision_is_judged_by_what_was_seen_with_it(home, a_record, store):
    before = a_record(1, rights=OPEN)
    after = a_record(1, text=WORDS, turns=(), rights=RESERVED, content_hash="sha256:new", warc_offset=900,
                     fetched_at=datetime(2024, 6, 1, tzinfo=UTC))  # fmt: skip
    store(home, before, after)
    done = publish(home)
    assert pq.read_table(home.dataset / "latest" / "documents")["revision"].to_pylist() == [1]
    assert done.snapshot.tally["withheld"] == {"rights_archive_only": 1}
    assert holds(home.dataset, WORDS) == []


def test_a_site_that_people_shut_is_withheld_with_its_own_reason(home, a_record, store):
    store(home, a_record(1, rights=OPEN), a_record(2))
    decide(home, RELEASE.replace("fetch", "skip"))
    assert publish(home).rights.withheld == {"rights_skip": 2}
    assert published_ids(home) == []


def test_a_decision_that_has_lapsed_is_told_and_holds_no_more(home, reserved):
    decide(home, f"{RELEASE}until = 2026-01-31\n")
    assert RightsKeeper(home, date(2026, 1, 31)).ruling(reserved).use == "fetch"
    keeper = RightsKeeper(home, date(2026, 2, 1))
    assert list(keeper.watch([reserved])) == []
    assert "held until 2026-01-31" in keeper.report().lapsed[0]


def junket(*words: str) -> subprocess.CompletedProcess[str]:
    start = "from junket.exports.cli import main; main()"
    return forked.run(["-c", start, *words])


@pytest.fixture
def reserved_file(tmp_path) -> str:
    path = tmp_path / "page.html"
    words = f"<p>{f'Nobody on the quay had seen {WORDS} before that winter. ' * 8}</p>"
    head = '<title>Cranes</title><meta name="robots" content="noarchive">'
    path.write_text(f"<html><head>{head}</head><body><h1>Cranes</h1>{words}</body></html>", "utf-8")
    return str(path)


def test_without_a_home_a_page_asked_for_by_name_is_printed_with_a_warning(reserved_file):
    done = junket("scrape", reserved_file, "--format", "json")
    record = json.loads(done.stdout)
    assert WORDS in record["text"]
    assert "rights_reserved" in record["warnings"]


@pytest.mark.parametrize("form", ["json", "jsonl", "md", "text", "tei", "bibtex", "csl", "ris"])
def test_what_is_saved_in_a_home_is_printed_in_no_format(reserved_file, tmp_path, form):
    home = Home.create(tmp_path / "home")
    address = "https://press.example/cranes"
    done = junket("scrape", reserved_file, "--url", address, "--save", str(home.path), "--format", form)
    assert done.returncode == 0
    assert WORDS not in done.stdout
    assert "Cranes" not in done.stdout
    assert "rights_archive_only" in done.stderr
    assert holds(home.dataset, WORDS) == holds(home.reports, WORDS) == []
    if form in {"bibtex", "csl", "ris"}:
        cited = junket("cite", address, "--home", str(home.path), "--format", form)
        assert (cited.returncode, cited.stdout) == (2, "")


def test_the_log_of_a_home_is_scraped_by_its_decisions(reserved_file, tmp_path):
    home = Home.create(tmp_path / "home")
    junket("scrape", reserved_file, "--url", "https://press.example/cranes", "--save", str(home.path))
    (log,) = home.warc_files()
    done = junket("scrape", str(log), "--format", "jsonl")
    assert (done.stdout, "rights_archive_only 1" in done.stderr) == ("", True)
    decide(home, '[[decision]]\nuse = "fetch"\nbasis = "agreement 12"\ndecided_by = "A. Reader"\n')
    assert WORDS in junket("scrape", str(log), "--format", "jsonl").stdout
    elsewhere = log.rename(tmp_path / log.name)
    assert WORDS in junket("scrape", str(elsewhere), "--format", "jsonl").stdout


def test_info_and_rebuild_tell_what_is_kept_in_the_log(reserved_file, tmp_path):
    home = str(tmp_path / "home")
    junket("scrape", reserved_file, "--url", "https://press.example/cranes", "--save", home)
    assert "rights_archive_only 1" in junket("info", "--home", home).stdout
    told = junket("cite", "https://press.example/cranes?utm_source=x", "--home", home).stderr
    assert "is kept in the log only (rights_archive_only; " in told
    decide(Home(Path(home)), '[[decision]]\nuse = "fetch"\n')
    told = junket("rebuild", "--home", home).stderr
    assert "rights.toml:1: basis: is missing" in told
    assert "rights_archive_only 1" in told
