"""A text scrubbed of somebody, and the rules that flag what is left."""

from sheets_coc.scrubbing import Known, Scrubber


def scrub(
    text: str, *names: str, aliases: tuple[str, ...] = (), contacts: tuple[str, ...] = ()
) -> str:
    return Scrubber(Known(names, aliases, contacts))(text).text


def rules(text: str, *names: str, contacts: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    done = Scrubber(Known(names, (), contacts))(text)
    return [(flag.rule, done.text[flag.start : flag.end]) for flag in done.flags]
