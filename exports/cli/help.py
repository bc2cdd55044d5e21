"""``junket help [COMMAND]``: as ``junket COMMAND --help``, for those who ask in this order; reasons and languages."""

from __future__ import annotations

import click

from junket.exports.cli.group import command

EXAMPLES = """
junket help
junket help scrape
junket help site add
junket help reasons
junket help reasons not_an_article
junket help languages
junket help languages kk
"""


@command(name="help", examples=EXAMPLES)
@click.argument("words", nargs=-1, metavar="[COMMAND]...")
@click.pass_context
def help_(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Show what COMMAND does and its options; without one, all commands.

    `junket help reasons [REASON]...` shows for what reasons a URL or page ends without a record, and what to do.
    `junket help languages [CODE]...` shows of which languages Junket knows words, and how many for what.
    """
    if words[:1] == ("reasons",):
        from junket.exports.cli.reasons import print_reasons

        print_reasons(words[1:])
        return
    if words[:1] == ("languages",):
        from junket.exports.cli.languages import print_languages

        print_languages(words[1:])
        return
    shown = ctx.find_root()
    for word in words:
        group = shown.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"'{group.name}' has no commands of its own", shown)
        name, found, _ = group.resolve_command(shown, [word])
        assert found is not None  # noqa: S101  # resolve_command raises for a word that is no command
        shown = click.Context(found, info_name=name, parent=shown, **found.context_settings)
    click.echo(shown.get_help())
