"""What a publish does about Parquet files that are not whole, and about a log that has lost something."""

from __future__ import annotations

import os
import shutil

import msgspec
import pyarrow.parquet as pq
import pytest

from junket.crawlers.archive.records import read_record_at
from junket.crawlers.errors import ExitCode, HomeProblem, LogLost
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import catch_up, rebuild
from junket.exports.cli import run
from junket.exports.dataset.contents import contents
from junket.exports.dataset.dataset import publish
from junket.exports.dataset.manifest import Manifest, read_manifest, standing_snapshot


def part(home, table="documents"):
    return home.dataset / "latest" / table / "part-0000.parquet"


def titles(home):
    return pq.read_table(home.dataset / "latest" / "documents").column("title").to_pylist()


def flip(path, at=None):
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 4
    path.write_bytes(data)


def change_manifest(home, change):
    path = home.dataset / "manifest.json"
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    path.write_bytes(msgspec.json.encode(change(manifest)))


def other_rows(manifest):
    *others, last = manifest.snapshots
    return msgspec.structs.replace(manifest, snapshots=[*others, msgspec.structs.replace(last, rows=last.rows + 1)])


def other_count(manifest):
    *others, last = manifest.snapshots
    counted = msgspec.structs.replace(last, tally=last.tally | {"turns": 99})
    return msgspec.structs.replace(manifest, snapshots=[*others, counted])


def flip_offset(home):
    """A bit of a row's warc_offset, which then leads to nowhere."""
    table = pq.ParquetFile(part(home))
    names = [table.metadata.row_group(0).column(each).path_in_schema for each in range(table.metadata.num_columns)]
    chunk = table.metadata.row_group(0).column(names.index("warc_offset"))
    flip(part(home), (chunk.dictionary_page_offset or chunk.data_page_offset) + chunk.total_compressed_size - 4)


FAULTS = {
    "an offset flipped": flip_offset,
    "flipped": lambda home: flip(part(home)),
    "flipped at its end": lambda home: flip(part(home), -1),
    "cut": lambda home: os.truncate(part(home), part(home).stat().st_size // 2),
    "emptied": lambda home: os.truncate(part(home), 0),
    "deleted": lambda home: part(home).unlink(),
    "people flipped": lambda home: flip(part(home, "people")),
    "people deleted": lambda home: part(home, "people").unlink(),
    "one too many": lambda home: shutil.copy(part(home), part(home).with_name("part-0001.parquet")),
    "all deleted": lambda home: shutil.rmtree((home.dataset / "latest").resolve()),
    "rows of the manifest": lambda home: change_manifest(home, other_rows),
    "counts of the manifest": lambda home: change_manifest(home, other_count),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("again", [publish, lambda home: rebuild(home)[1]])
def test_files_that_stand_and_are_not_whole_are_published_again(home, fetched, fault, again):
    fetched(1, 2)
    _, first = rebuild(home)
    FAULTS[fault](home)
    mended = again(home)
    assert mended.fresh
    assert titles(home) == ["Talk 1", "Talk 2"]
    standing = standing_snapshot(home)
    assert (standing.files, standing.tally) == (first.snapshot.files, first.snapshot.tally)
    assert not again(home).fresh


def test_a_folder_of_copies_that_readers_load_must_be_whole_too(home, fetched):
    fetched(1)
    _, first = rebuild(home)
    (home.dataset / "latest").unlink()
    shutil.copytree(first.path, home.dataset / "latest")
    assert not publish(home).fresh
    flip(part(home))
    assert publish(home).fresh
    assert titles(home) == ["Talk 1"]


def test_a_rebuild_drops_an_old_snapshot_that_is_not_whole_and_the_manifest_says_what_is_there(home, fetched):
    for number in (1, 2, 3):
        fetched(number)
        rebuild(home)
    flip(home.dataset / "v000001" / "people" / "part-0000.parquet")
    shutil.rmtree(home.dataset / "v000002")
    assert not rebuild(home)[1].fresh
    assert [each.name for each in home.dataset.glob("v*")] == ["v000003"]
    assert [each.version for each in read_manifest(home).snapshots] == ["v000003"]


def test_the_schema_beside_the_snapshots_is_mended(home, fetched):
    fetched(1)
    rebuild(home)
    whole = (home.dataset / "schema.json").read_bytes()
    (home.dataset / "schema.json").write_bytes(b"{}")
    assert not publish(home).fresh
    assert (home.dataset / "schema.json").read_bytes() == whole


@pytest.mark.parametrize("catalogue", ["there", "deleted", "damaged"])
@pytest.mark.parametrize("lost", ["missing", "cut between records", "all missing"])
def test_a_rebuild_without_files_that_are_known_stops_and_changes_nothing(home, fetched, lost, catalogue):
    first, (place, _) = fetched(1), fetched(2, 3)
    rebuild(home)
    if lost == "cut between records":
        record = read_record_at(home.warc / place.file, place.offset)
        os.truncate(home.warc / place.file, place.offset + record.length)
    else:
        for each in {place.file, first[0].file} if lost == "all missing" else {place.file}:
            (home.warc / each).unlink()
    for path in home.state.glob("catalogue*") if catalogue != "there" else ():
        path.unlink()
    if catalogue == "damaged":
        (home.state / "catalogue.sqlite").write_bytes(b"no database at all " * 500)
    with pytest.raises(LogLost, match=r"is missing|bytes that were read of it") as caught:
        rebuild(home)
    assert place.file in str(caught.value)
    assert "--accept-loss" in str(caught.value)
    assert titles(home) == ["Talk 1", "Talk 2", "Talk 3"]
    done, published = rebuild(home, accept_loss=True)
    assert published.fresh
    assert titles(home) == {"missing": ["Talk 1"], "cut between records": ["Talk 1", "Talk 2"], "all missing": []}[lost]
    assert done.lost == {}
    assert not rebuild(home)[1].fresh, "what was accepted is asked no more"


def test_rows_whose_bytes_were_damaged_since_stop_a_rebuild_and_every_publish_after_it(home, fetched):
    _, place, _ = fetched(1, 2, 3)
    rebuild(home)
    flip(home.warc / place.file, place.offset + place.length // 2)
    with pytest.raises(LogLost, match=r"1 rows would be lost.*row 1 of documents/part-0000.parquet leads to crawl-"):
        rebuild(home)
    for again in (publish, rebuild):
        with pytest.raises(LogLost):
            again(home)
    assert titles(home) == ["Talk 1", "Talk 2", "Talk 3"]
    rebuild(home, accept_loss=True)
    assert titles(home) == ["Talk 1", "Talk 3"]
    assert not rebuild(home)[1].fresh


def test_a_stretch_damaged_after_it_was_read_is_told_by_the_next_catch_up_and_no_row_goes(home, fetched):
    _, place, _ = fetched(1, 2, 3)
    catch_up(home)
    publish(home)
    flip(home.warc / place.file, place.offset + place.length // 2)
    done = catch_up(home)
    (told,) = done.problems[place.file]
    assert told.startswith(f"offset {place.offset}: ")
    assert contents(home).problems == done.problems
    assert not publish(home).fresh
    assert titles(home) == ["Talk 1", "Talk 2", "Talk 3"]


def test_captures_that_are_gone_where_the_reader_saw_no_damage_are_told(home, fetched):
    places = fetched(1, 2, 3)
    catch_up(home)
    path = home.warc / places[0].file
    data = path.read_bytes()
    record = read_record_at(path, places[2].offset)
    path.write_bytes(data[: places[1].offset] + data[record.offset :])  # whole records, one exchange fewer
    done = catch_up(home)
    (gone,) = done.problems[path.name]
    assert gone == f"offset {places[2].offset}: 1 captures that were read before are not there any more"


def test_a_file_that_was_only_touched_is_read_again_and_nothing_is_told(home, fetched):
    (place,) = fetched(1)
    catch_up(home)
    os.utime(home.warc / place.file, ns=(1, 1))
    done = catch_up(home)
    assert (done.captures, done.problems, done.lost) == (0, {}, {})


def test_info_shows_files_that_are_gone_and_the_rows_that_hang_on_them(home, fetched, capsys):
    (gone,), (cut, _) = fetched(1), fetched(2, 3)
    rebuild(home)
    assert (contents(home).lost_files, contents(home).rows_at_risk) == ({}, 0)
    (home.warc / gone.file).unlink()
    os.truncate(home.warc / cut.file, cut.offset + cut.length)
    found = contents(home)
    assert list(found.lost_files) == sorted({gone.file, cut.file})
    assert found.rows_at_risk == 2
    assert run(["info", "--home", str(home.path)]) == ExitCode.OK
    told = capsys.readouterr().out
    assert f"lost: {gone.file}" in told
    assert "2 rows" in told


def test_a_catch_up_tells_of_files_that_are_gone_and_their_rows_stay(home, fetched):
    (gone,), _ = fetched(1), fetched(2)
    rebuild(home)
    (home.warc / gone.file).unlink()
    assert catch_up(home).lost == {gone.file: "is missing"}
    assert not publish(home).fresh
    assert titles(home) == ["Talk 1", "Talk 2"]


def test_outcomes_that_an_upgrade_dropped_and_nobody_can_make_again_stop_a_publish(home, fetched):
    (gone,), _ = fetched(1), fetched(2)
    rebuild(home)
    (home.warc / gone.file).unlink()
    with Catalogue(home) as catalogue:
        catalogue._forget("warc_file = ?", gone.file)
    catch_up(home)
    with pytest.raises(LogLost, match="1 rows would be lost"):
        publish(home)
    assert titles(home) == ["Talk 1", "Talk 2"]


def test_a_catalogue_that_was_deleted_is_no_reason_to_publish_nothing(home, fetched):
    fetched(1)
    rebuild(home)
    for path in home.state.glob("catalogue*"):
        path.unlink()
    with pytest.raises(HomeProblem, match=r"does not know 1 captures .* run junket rebuild"):
        publish(home)
    catch_up(home)
    assert not publish(home).fresh


def test_damage_where_no_row_leads_stops_nothing(home, fetched):
    _, second = fetched(1, 1)  # another capture of the same content adds no row
    rebuild(home)
    flip(home.warc / second.file, second.offset + second.length // 2)
    done, published = rebuild(home)
    assert list(done.problems) == [second.file]
    assert not published.fresh


def test_the_command_says_it_in_one_line_with_a_code_of_its_own(home, fetched, capsys):
    (place,) = fetched(1)
    rebuild(home)
    (home.warc / place.file).unlink()
    command = ["rebuild", "--home", str(home.path)]
    assert run(command) == ExitCode.LOSS
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"junket: {home.warc}: {place.file} is missing; ")
    assert run([*command, "--accept-loss"]) == ExitCode.OK
    assert titles(home) == []
