"""The README holds: its commands, options and codes are the program's, its links lead somewhere."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from exports.cli import cli
from exports.cli.group import EXIT_CODES

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DATA_FORMAT.md", "CHANGELOG.md"]


def calls(text):
    """Every ``junket …`` of the shell blocks, without what a shell would take away."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    lines = (line.rpartition("| ")[2].partition(" #")[0].strip() for line in blocks.splitlines())
    return [line for line in lines if line.startswith("junket ")]


@pytest.mark.parametrize("call", calls(README) + calls((CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")))
def test_each_command_shown_exists_with_its_options(call):
    context, command, words = click.Context(cli), cli, shlex.split(call)[1:]
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, f"no command {words[0]}"
        command, words = found, words[1:]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    assert {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"} <= known


def test_the_exit_codes_are_the_programs():
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)
    assert {int(code) for code, _ in rows} == {int(code) for code in EXIT_CODES}


def test_every_command_stands_in_the_table():
    assert all(f"`junket {name}" in README for name in cli.list_commands(click.Context(cli)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_the_documents_lead_somewhere(name):
    text = (CHECKOUT / name).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


def test_the_two_commands_are_targets_of_the_makefile():
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    assert all(
        re.search(rf"^{target}:", makefile, re.MULTILINE) for target in re.findall(r"^make (\w+)", README, re.MULTILINE)
    )


def test_the_batch_line_of_the_readme_works():
    given = json.dumps({"id": "1", "url": "https://film.example/a", "html": "<p>A short paragraph about a film.</p>"})
    done = subprocess.run(
        [sys.executable, "-m", "junket", "scrape", "--batch"],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    )
    answer = json.loads(done.stdout)
    assert list(answer) == ["id", "record", "reason"]
    assert answer["record"]["text"] == "A short paragraph about a film."


def test_every_file_of_the_map_is_there():
    block = (CHECKOUT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    room, missing = "", []
    for line in block.splitlines():
        names = re.findall(
            r"[\w.-]+(?:\.py|\.toml|/)", line.partition("  ")[0] if not line.startswith(" ") else line[2:27]
        )
        if names and not line.startswith(" "):
            room = names[0]
        else:
            missing += [room + name for name in names if not (CHECKOUT / room / name).exists()]
    assert missing == []
