"""What stands in a home where a file of its state should be: a folder, bytes of somebody else's."""

from __future__ import annotations

import os
import stat

import pytest

from junket.crawlers import folder as folder_module
from junket.crawlers.errors import ExitCode, HomeLocked, HomeProblem
from junket.crawlers.folder import make_folder
from junket.crawlers.frontier.frontier import Frontier
from junket.crawlers.frontier.sqlite_store import SqliteStore
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.lock import crawl_lock
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.cli import run
from junket.exports.dataset.contents import contents
from junket.exports.dataset.dataset import publish

GARBAGE = [b"nothing of the kind " * 60, b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 4080]


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def frontier(home):
    Frontier(SqliteStore(home.state / "frontier.sqlite", scope="s", owner="o")).close()


def hold_crawl_lock(home):
    with crawl_lock(home):
        pass


def open_ledger(home):
    Ledger(home).close()


OPENERS = {
    "crawl.lock": hold_crawl_lock,
    "publish.lock": publish,
    "catalogue.sqlite": rebuild,
    "ledger.sqlite": open_ledger,
    "frontier.sqlite": frontier,
}


@pytest.mark.parametrize("end", ["", "-wal"])
@pytest.mark.parametrize("name", OPENERS)
def test_a_folder_where_a_state_file_should_be_is_named(home, name, end):
    place = home.state / f"{name}{end}"
    place.mkdir()
    with pytest.raises(HomeProblem, match="is no file; move it away") as caught:
        OPENERS[name](home)
    assert str(caught.value).startswith(f"{place}: ")
    assert place.is_dir(), "whatever is in it is not ours to delete"


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("name", ["publish.lock", "crawl.lock"])
def test_garbage_in_a_lock_keeps_nobody_out_and_the_lock_still_locks(home, name, garbage):
    (home.state / name).write_bytes(garbage)
    OPENERS[name](home)
    (home.state / "crawl.lock").write_bytes(garbage)
    with crawl_lock(home), pytest.raises(HomeLocked), crawl_lock(home):
        pass


def test_garbage_written_into_a_held_lock_frees_it_for_nobody(home):
    with crawl_lock(home):
        os.truncate(home.state / "crawl.lock", 0)
        with pytest.raises(HomeLocked), crawl_lock(home):
            pass


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("name", ["frontier.sqlite", "ledger.sqlite", "catalogue.sqlite"])
def test_garbage_in_a_state_file_is_named_with_its_remedy(home, name, garbage):
    (home.state / name).write_bytes(garbage)
    opened = {**OPENERS, "catalogue.sqlite": lambda home: Catalogue(home).close()}[name]
    with pytest.raises(HomeProblem, match=r"crawl with --fresh|junket rebuild") as caught:
        opened(home)
    assert str(home.state / name) in str(caught.value)


@pytest.mark.parametrize("name", ["manifest.json", "schema.json"])
def test_a_folder_beside_the_snapshots_is_named(home, name):
    (home.dataset / name).mkdir()
    with pytest.raises(HomeProblem, match="is a folder where a file should be; move it away") as caught:
        publish(home)
    assert str(home.dataset / name) in str(caught.value)
    assert contents(home).dataset is None


@pytest.mark.parametrize("what", [b"not a link", None])
def test_whatever_stands_at_latest_gives_way(home, what):
    publish(home)
    (home.dataset / "latest").unlink()
    if what:
        (home.dataset / "latest").write_bytes(what)
    else:
        (home.dataset / "latest").symlink_to("v000099")
    publish(home)
    assert (home.dataset / "latest" / "documents").is_dir()


@pytest.mark.parametrize("name", ["warc", "state", "dataset", "reports", "overrides"])
def test_a_file_where_a_folder_should_be_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(HomeProblem, match="is not a folder") as caught:
        Home.create(tmp_path)
    assert str(tmp_path / name) in str(caught.value)


@pytest.mark.parametrize("name", ["publish.lock", "catalogue.sqlite"])
def test_the_command_line_says_it_in_one_line_with_the_homes_code(home, name, capsys):
    (home.state / name).mkdir()
    assert run(["rebuild", "--home", str(home.path)]) == ExitCode.HOME
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"junket: {home.state / name}: is no file; move it away: Junket makes a file there"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_a_homes_folders_are_for_their_owner_alone_and_what_is_there_stays(tmp_path):
    (tmp_path / "given").mkdir(mode=0o755)
    (tmp_path / "given").chmod(0o755)
    for home in (Home.create(tmp_path / "above" / "made"), Home.create(tmp_path / "given")):
        folders = [home.warc, home.state, home.dataset, home.reports, home.site_overrides]
        assert {stat.S_IMODE(each.stat().st_mode) for each in folders} == {0o700}
    assert stat.S_IMODE((tmp_path / "above" / "made").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "above").stat().st_mode) & 0o700 == 0o700
    assert stat.S_IMODE((tmp_path / "given").stat().st_mode) == 0o755


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_only_the_last_folder_is_private(tmp_path):
    before = os.umask(0o022)
    try:
        make_folder(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/c")]
    assert modes == [0o755, 0o755, 0o700]


def test_each_new_folders_name_is_synced(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(folder_module, "sync_folder", synced.append)
    home = Home.create(tmp_path / "x" / "home")
    assert synced[:2] == [tmp_path, tmp_path / "x"]
    assert synced.count(home.path) == 5, "warc, state, dataset, reports, overrides"
    assert home.path / "overrides" in synced
    synced.clear()
    Home.create(home.path)
    assert synced == []


@pytest.mark.parametrize("name", [b"\xff.warc.gz", b"talk-\xed\xa0\x80.warc"])
def test_a_warc_file_with_a_name_that_nothing_can_hold_is_named(home, name, capsys):
    path = os.fsencode(home.warc) + b"/" + name
    with open(path, "wb"):  # noqa: PTH123  # a name in bytes
        pass
    for command in ("info", "verify", "rebuild"):
        assert run([command, "--home", str(home.path)]) == ExitCode.HOME
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith("has a name that is no UTF-8; rename it")
    os.unlink(path)  # noqa: PTH108  # a name in bytes
    (home.warc / "разговор\u00a0№ 1.warc").touch()
    assert run(["rebuild", "--home", str(home.path)]) == ExitCode.OK
