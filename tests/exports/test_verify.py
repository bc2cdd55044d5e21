"""Faults are planted in a home; each is found with its file named, and mended by the command that the finding names."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
from dataclasses import asdict, dataclass

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import read_record_at, read_records
from junket.crawlers.errors import ExitCode, HomeLocked
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.lock import crawl_lock
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.cli import run
from junket.exports.dataset.manifest import part_of, read_manifest
from junket.exports.verify import CHECKS, verify
from junket.exports.verify.log import log_is_there, records_are_whole
from junket.exports.verify.survey import HomeSurvey


@dataclass
class Planted:
    """A home of two WARC files and two snapshots; ``places`` are the captures of talks 1 to 4."""

    home: object
    places: list

    def warc(self, number=1):
        return self.home.warc / self.places[number - 1].file

    def offset(self, number=1):
        return self.places[number - 1].offset

    def middle(self, number=1):
        return self.offset(number) + self.places[number - 1].length // 2

    def part(self, table="documents", version="latest"):
        return self.home.dataset / version / table / "part-0000.parquet"


@pytest.fixture(scope="module")
def sown(fetch, tmp_path_factory):
    """Such a home, made once: each test has a copy."""
    home = Home.create(tmp_path_factory.mktemp("sown") / "home")
    with Ledger(home) as ledger:
        ledger.start_run("r", "crawl")
        ledger.write("r", LedgerLine(url="https://film.example/talks/1", decision="record"))
    places = []
    for numbers in ((1, 2), (3, 4)):
        places += fetch(home, *numbers)
        rebuild(home)
    sqlite3.connect(home.state / "frontier.sqlite").close()
    return Planted(home, places)


@pytest.fixture
def planted(sown, tmp_path):
    shutil.copytree(sown.home.path, tmp_path / "planted", symlinks=True)
    return Planted(Home(tmp_path / "planted"), sown.places)


def found(home):
    return list(verify(HomeSurvey(home)))


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 16
    path.write_bytes(data)


def flip_page(planted):
    """A bit in the middle of the text's page, below everything that Parquet itself looks at."""
    path = planted.part()
    chunk = pq.ParquetFile(path).metadata.row_group(0).column(4)
    flip(path, (chunk.dictionary_page_offset or chunk.data_page_offset) + chunk.total_compressed_size - 3)


def swap(one, other):
    waiting = one.with_name("waiting")
    one.rename(waiting)
    other.rename(one)
    waiting.rename(other)


def cut_between(planted, number):
    """Cut behind the capture of a talk: whole records, and no torn end."""
    record = read_record_at(planted.warc(number), planted.offset(number))
    os.truncate(planted.warc(number), planted.offset(number) + record.length)


def change_manifest(planted, change):
    manifest = read_manifest(planted.home)
    change(manifest)
    (planted.home.dataset / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def rewrite(planted, table, change):
    """Other rows in a Parquet file, and a manifest that knows its new digest."""
    path = planted.part(table)
    before = pq.read_table(path)
    rows = before.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=before.schema), path, compression="zstd", write_page_checksum=True)
    manifest = read_manifest(planted.home)
    last = manifest.snapshots[-1]
    files = [part_of(path, len(rows)) if each.path.startswith(table) else each for each in last.files]
    manifest.snapshots[-1] = msgspec.structs.replace(last, files=files, rows=len(rows) if table == "documents" else 4)
    (planted.home.dataset / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def other_snapshot(planted, **changes):
    def change(manifest):
        manifest.snapshots[-1] = msgspec.structs.replace(manifest.snapshots[-1], **changes)

    change_manifest(planted, change)


def in_catalogue(planted, statement):
    with sqlite3.connect(planted.home.state / "catalogue.sqlite") as db:
        db.execute(statement)
    db.close()


def damage_index(planted, name):
    """Bytes in the middle of a database."""
    path = planted.home.state / name
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
    base.close()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)


def latest_to(planted, target):
    (planted.home.dataset / "latest").unlink()
    (planted.home.dataset / "latest").symlink_to(target)


def repoint(**values):
    def change(rows):
        rows[1].update(values)

    return change


def twice(rows):
    rows[1] |= {"id": rows[0]["id"], "revision": rows[0]["revision"]}


def nobody(rows):
    rows[0]["persons"] = [{"name": "Nora Field", "role": "author", "person_id": "p-nobody"}]


def person_of_no_record(rows):
    variant = {"name": "Nora Field", "script": "Latin", "count": 1, "records": ["0" * 16]}
    rows.append(
        {"person_id": "p-1", "name": "Nora Field", "variants": [variant]}
        | {key: [] for key in ("aliases", "roles", "films", "doubts", "ids")}
    )


DOCUMENTS = "dataset/v000002/documents/part-0000.parquet"
MANIFEST = "dataset/manifest.json"
CATALOGUE = "state/catalogue.sqlite"
FAULTS = {
    # name: (plant, file that a finding must name (None: the first WARC file), words of its place)
    "WARC bit": (lambda p: flip(p.warc(), p.middle()), None, "offset"),
    "WARC bit in its first record": (lambda p: flip(p.warc(), 60), None, "offset 0"),
    "WARC cut within a record": (lambda p: os.truncate(p.warc(), p.middle(2)), None, "offset"),
    "WARC cut between records": (lambda p: cut_between(p, 1), None, ""),
    "WARC emptied": (lambda p: os.truncate(p.warc(), 0), None, ""),
    "WARC deleted": (lambda p: p.warc().unlink(), None, ""),
    "WARC files swapped": (lambda p: swap(p.warc(1), p.warc(3)), None, "offset 0"),
    "WARC renamed": (lambda p: p.warc().rename(p.home.warc / "crawl-other.warc.gz"), None, ""),
    "a folder as WARC": (lambda p: (p.home.warc / "x.warc.gz").mkdir(), "warc/x.warc.gz", ""),
    "row to no record": (lambda p: rewrite(p, "documents", repoint(warc_offset=7)), DOCUMENTS, "row 1"),
    "row to another record": (lambda p: rewrite(p, "documents", repoint(warc_offset=p.offset(1))), DOCUMENTS, "row 1"),
    "row with another id": (lambda p: rewrite(p, "documents", repoint(warc_record_id="urn:x")), DOCUMENTS, "row 1"),
    "row with another digest": (lambda p: rewrite(p, "documents", repoint(payload_digest="x")), DOCUMENTS, "row 1"),
    "row to no file": (lambda p: rewrite(p, "documents", repoint(warc_file="gone.warc.gz")), DOCUMENTS, "row 1"),
    "Parquet bit": (flip_page, DOCUMENTS, ""),
    "Parquet bit at its end": (lambda p: flip(p.part(), -1), DOCUMENTS, ""),
    "Parquet cut": (lambda p: os.truncate(p.part(), 2000), DOCUMENTS, ""),
    "Parquet emptied": (lambda p: os.truncate(p.part(), 0), DOCUMENTS, ""),
    "Parquet deleted": (lambda p: p.part().unlink(), DOCUMENTS, ""),
    "people deleted": (lambda p: p.part("people").unlink(), "dataset/v000002/people/part-0000.parquet", ""),
    "Parquet swapped": (lambda p: swap(p.part(version="v000001"), p.part()), DOCUMENTS, ""),
    "Parquet of an old snapshot": (
        lambda p: flip(p.part(version="v000001"), 900),
        "dataset/v000001/documents/part-0000.parquet",
        "",
    ),
    "an old snapshot deleted": (
        lambda p: shutil.rmtree(p.home.dataset / "v000001"),
        "dataset/v000001/documents/part-0000.parquet",
        "",
    ),
    "a file too many": (
        lambda p: (p.part().parent / "notes.txt").write_text("mine"),
        "dataset/v000002/documents/notes.txt",
        "",
    ),
    "latest to nowhere": (lambda p: latest_to(p, "v000009"), "dataset/latest", ""),
    "latest to the old one": (lambda p: latest_to(p, "v000001"), "dataset/latest", ""),
    "latest deleted": (lambda p: (p.home.dataset / "latest").unlink(), "dataset/latest", ""),
    "manifest deleted": (lambda p: (p.home.dataset / "manifest.json").unlink(), MANIFEST, ""),
    "manifest of garbage": (lambda p: (p.home.dataset / "manifest.json").write_bytes(b"{"), MANIFEST, ""),
    "schema of garbage": (lambda p: (p.home.dataset / "schema.json").write_bytes(b"{"), "dataset/schema.json", ""),
    "rows miscounted": (lambda p: other_snapshot(p, rows=7), MANIFEST, "v000002, rows"),
    "kinds miscounted": (
        lambda p: other_snapshot(p, tally=read_manifest(p.home).snapshots[-1].tally | {"kinds": {"news": 99}}),
        MANIFEST,
        "v000002, kinds",
    ),
    "a revision twice": (lambda p: rewrite(p, "documents", twice), DOCUMENTS, "row 1"),
    "a near duplicate of nothing": (
        lambda p: rewrite(p, "documents", repoint(near_duplicate_of="0" * 16)),
        DOCUMENTS,
        "row 1",
    ),
    "a person that is nobody": (lambda p: rewrite(p, "documents", nobody), DOCUMENTS, "row 0"),
    "a person of no record": (
        lambda p: rewrite(p, "people", person_of_no_record),
        "dataset/v000002/people/part-0000.parquet",
        "row 0",
    ),
    "catalogue of garbage": (
        lambda p: (p.home.state / "catalogue.sqlite").write_bytes(b"no database " * 900),
        CATALOGUE,
        "",
    ),
    "catalogue damaged inside": (lambda p: damage_index(p, "catalogue.sqlite"), CATALOGUE, ""),
    "catalogue record": (lambda p: in_catalogue(p, "UPDATE captures SET record = x'00'"), CATALOGUE, "capture crawl-"),
    "catalogue offset": (
        lambda p: in_catalogue(p, "UPDATE captures SET warc_offset = warc_offset + 1"),
        CATALOGUE,
        "the first at offset",
    ),
    "ledger damaged inside": (lambda p: damage_index(p, "ledger.sqlite"), "state/ledger.sqlite", ""),
    "frontier of garbage": (
        lambda p: (p.home.state / "frontier.sqlite").write_bytes(b"no database " * 900),
        "state/frontier.sqlite",
        "",
    ),
}
BY_HAND = {"WARC files swapped", "WARC renamed", "a folder as WARC", "frontier of garbage", "a file too many"}
"""What no command of Junket's own mends, or not alone: files that people have to move themselves."""
STAYS = {"WARC bit", "WARC bit in its first record", "WARC cut within a record"}
"""A log is never written to: damage that was accepted is still there, and is told of again."""


def test_a_whole_home_has_nothing_wrong(planted):
    survey = HomeSurvey(planted.home)
    assert list(verify(survey)) == []
    assert (survey.records, survey.rows, survey.wrong) == (10, 4, 0)


@pytest.mark.parametrize("name", FAULTS)
def test_each_planted_fault_is_found_and_mended_by_the_command_that_is_named(planted, name, capsys):
    plant, file, place = FAULTS[name]
    first = f"warc/{planted.warc().name}"
    plant(planted)
    named = [each for each in found(planted.home) if each.file == (file or first) and place in each.place]
    assert named, f"not found: {[asdict(each) for each in found(planted.home)]}"
    assert run(["verify", "--home", str(planted.home.path), "--format", "json"]) == ExitCode.DAMAGE
    capsys.readouterr()
    if name in BY_HAND:
        return
    command = named[0].remedy.rpartition(": ")[2]
    if "--accept-loss" in command and command.startswith("junket"):
        plain = shlex.split(command.replace(" --accept-loss", ""))[1:]
        assert run(plain) in {ExitCode.LOSS, ExitCode.OK}
    assert run(shlex.split(command)[1:]) == ExitCode.OK
    left = found(planted.home)
    if name in STAYS:
        assert {each.file for each in left} <= {first}
    else:
        assert left == []


def test_the_order_of_two_swapped_files_is_mended_by_their_names(planted):
    swap(planted.warc(1), planted.warc(3))
    told = {each.file: each for each in found(planted.home) if each.place == "offset 0"}
    for name, finding in told.items():
        assert finding.problem.startswith("this is the file crawl-")
        assert finding.problem.removeprefix("this is the file ") != name
    assert len(told) == 2
    swap(planted.warc(1), planted.warc(3))
    assert found(planted.home) == []


@pytest.mark.usefixtures("planted")
def test_a_torn_end_that_a_kill_left_is_told_and_nothing_is_wrong(home, fetched):
    (place,) = fetched(5)
    path = home.warc / place.file
    os.truncate(path, place.offset + 40)
    rebuild(home)
    (finding,) = found(home)
    assert (finding.file, finding.place, finding.harmless) == (f"warc/{path.name}", f"offset {place.offset}", True)
    assert run(["verify", "--home", str(home.path), "--format", "json"]) == ExitCode.OK


def test_random_bit_flips_and_cuts_of_a_compressed_log_are_all_found(planted):
    path = planted.warc()
    whole = path.read_bytes()

    def read():
        return [(each.headers, each.block) for each in read_records(path) if isinstance(each, WarcRecord)]

    content, unseen = read(), []
    for number in range(40):
        at = (number * 7919 + 13) % len(whole)
        if number % 2:
            path.write_bytes(whole[:at])
        else:
            flip(path, at)
        survey = HomeSurvey(planted.home)
        told = [*log_is_there(survey), *records_are_whole(survey)]
        # A gzip header's time and system are in no checksum, and in no record.
        if f"warc/{path.name}" not in {each.file for each in told} and read() != content:
            unseen.append(at)
        path.write_bytes(whole)
    assert unseen == []


def test_json_lines_and_table_say_the_same_and_stdout_holds_nothing_else(planted, capsys):
    flip(planted.warc(), planted.middle())
    lines = [asdict(each) for each in found(planted.home)]
    command = ["verify", "--home", str(planted.home.path)]
    assert run(command) == ExitCode.DAMAGE, "in a pipe: JSON lines"
    out = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    assert out[:-1] == [{"line": "finding", **each} for each in lines]
    assert out[-1]["line"] == "summary"
    assert out[-1]["wrong"] == sum(not each["harmless"] for each in lines) > 0
    assert run([*command, "--format", "table"]) == ExitCode.DAMAGE
    told = capsys.readouterr().out
    assert all(each["file"] in told and each["place"] in told for each in lines)


def test_progress_reaches_what_was_announced(planted):
    told = []
    survey = HomeSurvey(planted.home, lambda counts: told.append(dict(counts)))
    list(verify(survey))
    done = [counts["done"] for counts in told]
    assert done == sorted(done)
    assert done[-1] == survey.total


def test_nothing_is_changed_and_a_home_without_a_dataset_is_fine(planted, tmp_path):
    def state():
        files = (path for path in planted.home.path.rglob("*") if path.suffix != ".lock" and path.is_file())
        return {path: path.read_bytes() for path in files}

    flip(planted.warc(), planted.middle())
    before = state()
    assert found(planted.home)
    after = state()
    assert {path: after.get(path) for path in before} == before
    (tmp_path / "bare" / "warc").mkdir(parents=True)
    assert run(["verify", "--home", str(tmp_path / "bare")]) == ExitCode.OK
    assert [path.name for path in (tmp_path / "bare").iterdir()] == ["warc"]


def test_a_crawl_under_way_is_waited_for_by_nobody(planted):
    with crawl_lock(planted.home), pytest.raises(HomeLocked):
        found(planted.home)


def test_each_check_says_what_it_looks_at():
    assert all(check.__doc__ for check in CHECKS)
    assert len(set(CHECKS)) == len(CHECKS)


def test_a_catalogue_that_is_busy_elsewhere_can_be_read(planted):
    with Catalogue(planted.home):
        assert found(planted.home) == []


def test_names_that_are_no_text_are_told(planted, capsys):
    stray = os.fsencode(planted.part().parent) + b"/\xff\x1b[2J.parquet"
    with open(stray, "wb") as file:  # noqa: PTH123  # a name in bytes
        file.write(b"x")
    command = ["verify", "--home", str(planted.home.path), "--format"]
    assert run([*command, "json"]) == ExitCode.DAMAGE
    out = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    assert any("is no file of the snapshot" in each.get("problem", "") for each in out)
    assert run([*command, "table"]) == ExitCode.DAMAGE
    assert "\x1b[2J" not in capsys.readouterr().out
