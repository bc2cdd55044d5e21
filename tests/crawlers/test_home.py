from __future__ import annotations

import errno
import os

import pytest

from junket.crawlers.errors import ExitCode, HomeProblem
from junket.crawlers.home import Home, home_errors


def test_create_makes_the_folders_and_open_finds_them(tmp_path):
    home = Home.create(tmp_path / "new" / "home")
    for folder in (home.warc, home.state, home.dataset, home.reports, home.site_overrides):
        assert folder.is_dir()
    assert Home.open(str(home.path)) == home
    assert Home.create(home.path) == home
    assert home.warc_files() == []
    assert not list(home.warc.iterdir())


def test_warc_files_come_by_name_and_alone(tmp_path):
    home = Home.create(tmp_path)
    for name in ("b.warc.gz", "a.warc", "index.cdxj", "c.warc.gz.tmp"):
        (home.warc / name).touch()
    assert [path.name for path in home.warc_files()] == ["a.warc", "b.warc.gz"]


def test_a_file_is_no_home(tmp_path):
    file = tmp_path / "file"
    file.write_text("text")
    for make in (Home.create, Home.open):
        with pytest.raises(HomeProblem, match="is not a folder") as caught:
            make(file)
        assert caught.value.exit_code == ExitCode.HOME
        assert str(file) in str(caught.value)


def test_open_needs_a_home(tmp_path):
    with pytest.raises(HomeProblem, match="does not exist"):
        Home.open(tmp_path / "absent")
    with pytest.raises(HomeProblem, match="no Junket home"):
        Home.open(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", ["", "a\0b"])
def test_a_name_that_no_folder_can_have(path):
    with pytest.raises(HomeProblem, match="is no folder name"):
        Home.create(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permission bits do not bind root or Windows")
def test_an_unwritable_folder_is_said_so(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(HomeProblem, match="not writable"):
            Home.create(tmp_path / "home")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "not writable"),
        (errno.EFBIG, "may not grow"),
        (errno.ELOOP, os.strerror(errno.ELOOP)),
    ],
)
def test_each_failure_of_the_disk_is_one_line(tmp_path, number, words):
    with pytest.raises(HomeProblem, match=words) as caught, home_errors(Home(tmp_path)):
        raise OSError(number, os.strerror(number))
    assert str(caught.value).startswith(f"{tmp_path}: ")
    assert "\n" not in str(caught.value)
