"""What the command line says of itself."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from junket.crawlers.errors import ExitCode
from junket.exports.cli import COMMANDS, cli, run
from junket.exports.cli.group import EXIT_CODES

CHECKOUT = Path(__file__).parents[2]


def test_help_names_every_command_and_exit_code():
    text = CliRunner().invoke(cli, ["--help"]).output
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", text, re.MULTILINE)] == []
    assert [int(code) for code in ExitCode if not re.search(rf"^  {int(code)} ", text, re.MULTILINE)] == []
    assert set(EXIT_CODES) == set(ExitCode)


@pytest.mark.parametrize(
    "name", ["scrape", "crawl", "discover", "block", "rebuild", "verify", "info", "runs", "ledger", "completion"]
)
def test_each_command_has_help_with_examples_and_verbosity(name):
    text = CliRunner().invoke(cli, [name, "--help"]).output
    assert "Examples:\n  junket " + name in text
    assert "--verbose" in text
    assert "--quiet" in text


def test_every_command_of_the_table_can_be_loaded():
    with click.Context(cli) as context:
        assert [name for name in COMMANDS if cli.get_command(context, name) is None] == []


def test_the_readme_has_the_same_exit_codes():
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", readme, re.MULTILINE)}
    assert codes == {int(code) for code in ExitCode}


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        ([], "Usage: junket [OPTIONS] COMMAND"),
        (["scrape"], "Usage: junket scrape [OPTIONS]"),
        (["site", "add"], "Usage: junket site add [OPTIONS]"),
        (["help"], "Usage: junket help [OPTIONS]"),
    ],
)
def test_help_is_a_command_too(words, usage, capsys):
    assert run(["help", *words]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith(usage)
    assert run([*words, "--help"]) == 0
    assert capsys.readouterr().out == shown.out
