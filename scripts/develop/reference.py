#!/usr/bin/env python3
"""Write the pages of the documentation that follow from the code.

Columns from the schema, findings from their tables, commands from their own help. Without
`--write` nothing is changed: exit code 1 says that a page is out of date.
"""

import runpy
import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout, not what is installed

from sheets_coc.access import differences as access
from sheets_coc.cli.main import COMMANDS, cli
from sheets_coc.committee import findings as member_findings
from sheets_coc.oncall import findings as oncall_findings
from sheets_coc.schema import columns as schema
from sheets_coc.schema import findings

DOCS = Path(__file__).resolve().parents[2] / "docs"
MADE = "<!-- Made by scripts/develop/reference.py; a test fails when it is out of date. -->"
COLUMNS_HEAD = """\
Columns may stand in any order, among columns of your own, and the header need not be in the
first row. Headers are matched without regard to case, trailing punctuation and spaces. Other
headers go into the policy, by key: `[columns]`, `subjects = "People concerned"`.

*Added* columns are beyond the ten of the committee's original sheet; `sheets-coc setup` adds
them at the right. What happens on expunge: *keep*; *erase*, the cell becomes `Expunged`;
*scrub*, the people are removed from the text; *clear*, it is emptied. Statistics can read
only columns that hold nobody's data."""
COLUMNS_HEADER = ["key", "header", "also found as", "holds", "on expunge", "filled by", "help"]
COLUMNS_FOOT = """\
A column that is neither in this table nor classified **stops redaction**, because it may hold
a name. It becomes a question in *To do*: *erase*, *remove names* or *keep*. The policy can
answer too: `[columns.own]`."""
FINDINGS_HEAD = """\
What commands may find, by stable code. A finding names a tab, a cell and a case, and never
repeats what stands there. Findings of severity `error` make a command exit with 1; *keeps the
record* means that it is not expunged while the finding stands."""
COMMANDS_HEAD = """\
Options that stand before a command have environment variables, `SHEETS_COC_SPREADSHEET` for
`--spreadsheet` and so on; options that act never have one."""


def table(header: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(row) + " |" for row in cells),
    ]


def columns() -> list[str]:
    """The page of the Records tab's columns."""
    rows = [
        [
            f"`{column.key}`",
            column.header + ("" if not column.added else " *(added)*"),
            ", ".join(column.also),
            column.holds.value,
            column.on_expunge.value,
            column.filler.value,
            column.help,
        ]
        for column in schema.COLUMNS
    ]
    return [
        "# Columns of the Records tab",
        MADE,
        COLUMNS_HEAD,
        "\n".join(table(COLUMNS_HEADER, rows)),
        COLUMNS_FOOT,
    ]  # fmt: skip


def finding_codes() -> list[str]:
    """The page of everything that can be found."""
    records = [
        [f"`{k.code}`", k.severity.value, "yes" if k.blocks or k.decides else "", k.text]
        for k in findings.KINDS
    ]
    members, rota = (
        [[f"`{k.code}`", k.severity.value, k.text] for k in module.KINDS]
        for module in (member_findings, oncall_findings)
    )
    differences = [[f"`{code}`", text] for code, text in access.DIFFERENCES.items()]
    notices = [[f"`{code}`", text] for code, text in access.NOTICES.items()]
    return [
        "# Findings",
        MADE,
        FINDINGS_HEAD,
        "## In the records (`validate`)",
        "\n".join(table(["code", "severity", "keeps the record", "what to do"], records)),
        "## In the Committee tab (`oncall`)",
        "\n".join(table(["code", "severity", "what to do"], members)),
        "## In the On-call tab (`oncall`)",
        "\n".join(table(["code", "severity", "what to do"], rota)),
        "## Between who can open the sheet and the Committee tab (`access`)",
        "\n".join(table(["difference", "what to do"], differences)),
        "Worth knowing, and right as it may be:",
        "\n".join(table(["notice", "what it means"], notices)),
    ]


def help_of(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    """A command's help, and that of the commands below it."""
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=88, max_content_width=88
    )
    path = context.command_path
    level = "##" if parent and parent.parent is None else "###"
    # click keeps the help option of the first context it saw, with that context's names.
    vars(command)["_help_option"] = None
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    parts = [f"{level} {path}", f"```text\n{text}\n```"]
    if isinstance(command, click.Group) and parent is not None:
        for below in command.list_commands(context):
            if found := command.get_command(context, below):
                parts += help_of(found, below, context)
    return parts


def commands() -> list[str]:
    """The page of all commands, from their own help."""
    names = cli.context_settings["help_option_names"]
    root = click.Context(
        cli,
        info_name="sheets-coc",
        terminal_width=88,
        max_content_width=88,
        help_option_names=names,
    )
    vars(cli)["_help_option"] = None
    top = "\n".join(line.rstrip() for line in cli.get_help(root).splitlines())
    parts = [
        "# Commands",
        MADE,
        COMMANDS_HEAD,
        f"```text\n{top}\n```",
    ]
    for name in COMMANDS:
        if found := cli.get_command(root, name):
            parts += help_of(found, name, root)
    return parts


def policy() -> list[str]:
    """The page of the policy: what people wrote, then the default and the examples as they are."""
    parts = [(DOCS / "policy.md").read_text("utf-8").partition("```toml")[0].rstrip()]
    default = DOCS.parent / "sheets_coc" / "policy.toml"
    for head, path in (("", default), *EXAMPLES.items()):
        parts += [head] if head else []
        parts.append(f"```toml\n{path.read_text('utf-8').rstrip()}\n```")
    return parts


def api() -> list[str]:
    """The reference of the library."""
    title, *parts = runpy.run_path(str(Path(__file__).with_name("api.py")))["pages"]()
    return [title, MADE, *parts]


EXAMPLES = {
    "## The RIPE community's periods": DOCS.parent / "examples" / "policies" / "ripe.toml",
    "## The Python Software Foundation": DOCS.parent / "examples" / "policies" / "psf.toml",
    "## The Kubernetes committee": DOCS.parent / "examples" / "policies" / "kubernetes.toml",
    "## The rules of 2016": DOCS.parent / "examples" / "policies" / "django-2016.toml",
}

PAGES = {
    "columns.md": columns,
    "findings.md": finding_codes,
    "commands.md": commands,
    "policy.md": policy,
    "api.md": api,
}


def page(name: str) -> str:
    """The content a page should have."""
    return "\n\n".join(PAGES[name]()) + "\n"


def main(write: bool) -> int:
    """Look at every page; with `write`, bring it up to date."""
    stale = []
    for name in PAGES:
        path = DOCS / name
        now = page(name)
        if not path.exists() or path.read_text("utf-8") != now:
            stale.append(name)
            if write:
                path.write_text(now, "utf-8")
    for name in stale:
        print(f"docs/{name}: {'written anew' if write else 'out of date'}")
    return int(bool(stale) and not write)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
