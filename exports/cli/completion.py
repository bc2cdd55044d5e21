"""``junket completion``: the script that makes a shell complete Junket's commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from junket.crawlers.errors import UsageProblem
from junket.exports.cli.group import command

EXAMPLES = """
junket completion bash > ~/.local/share/bash-completion/completions/junket
junket completion zsh > ~/.zfunc/_junket
junket completion fish > ~/.config/fish/completions/junket.fish
"""


@command(examples=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL."""
    found = get_completion_class(shell)
    if found is None:
        raise UsageProblem(shell, "no completion for this shell", "use bash, zsh or fish")
    click.echo(found(ctx.find_root().command, {}, "junket", "_JUNKET_COMPLETE").source(), nl=False)
