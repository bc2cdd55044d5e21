"""Faults of the capture index: each is found, and mended by the command that the finding names."""

from __future__ import annotations

import os
import shlex

import pytest

from junket.crawlers.errors import ExitCode
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.cli import run
from junket.exports.verify import verify
from junket.exports.verify.survey import HomeSurvey


def found(home):
    return list(verify(HomeSurvey(home)))


def drop_a_line(path):
    lines = path.read_bytes().splitlines(keepends=True)
    head = lines[0].replace(b"%020d" % sum(map(len, lines[1:])), b"%020d" % sum(map(len, lines[2:])))
    path.write_bytes(b"".join([head, *lines[2:]]))


def swap_lines(path):
    head, first, *others = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([head, *others, first]))


INDEX_FAULTS = {
    "is cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "which are not the": drop_a_line,
    "is not in order": swap_lines,
    "cannot be read": lambda path: path.write_bytes(path.read_bytes().replace(b'"filename"', b'"filenam3"')),
}


@pytest.mark.parametrize("problem", INDEX_FAULTS)
def test_a_fault_of_the_capture_index_is_found_and_mended(home, fetched, problem):
    fetched(1, 2)
    rebuild(home)
    path = min(home.index.iterdir())
    whole = path.read_bytes()
    INDEX_FAULTS[problem](path)
    (finding,) = found(home)
    assert finding.file == f"state/index/{path.name}"
    assert problem in finding.problem
    assert run(shlex.split(finding.remedy)[1:]) == ExitCode.OK
    assert path.read_bytes() == whole
    assert found(home) == []


def test_a_run_of_a_file_that_has_grown_since_is_harmless(home, fetched):
    fetched(1, 2)
    rebuild(home)
    path = min(home.warc_files())
    os.utime(path, ns=(0, 0))
    (finding,) = found(home)
    assert (finding.harmless, finding.remedy[:8]) == (True, "nothing:")
    rebuild(home)
    assert found(home) == []
