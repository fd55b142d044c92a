"""The committee's own words for decisions and resolvers, as its policy states them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sheets_coc.policy import checks
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.consequences import WORDS, Consequence, DecisionWord, Vocabulary, folded
from sheets_coc.schema.resolvers import Resolver, Resolvers

_SECTION = "decisions"
_PARTS = frozenset({"decision", "outcome", "permanent"})


def vocabulary(section: Mapping[str, Any]) -> Vocabulary:
    """The words for decisions: everybody's, with a committee's own in their place.

    Raises:
        UsageError: a word that comes to no decision, or to two.
    """
    own: dict[str, DecisionWord] = {}
    for typed, said in section.items():
        word = folded(typed)
        if not word or word in own:
            raise checks.wrong(_SECTION, "each word", "there once, and not blank")
        own[word] = _meaning(word, said)
    return Vocabulary(own)


def _meaning(word: str, said: object) -> DecisionWord:
    """What is said of a word: a decision alone, or a decision and an outcome."""
    parts = {"decision": said} if isinstance(said, str) else said
    wanted = 'a decision, or { decision = "…", outcome = "…" }'
    if not isinstance(parts, dict) or "decision" not in parts or parts.keys() - _PARTS:
        raise checks.wrong(_SECTION, "each word", wanted)
    choices = tuple(one.value for one in Decision)
    decision = Decision(checks.choice(_SECTION, "decision", parts["decision"], choices))
    outcome: Consequence | None = None
    if "outcome" in parts:
        outcomes = tuple(one.value for one in Consequence)
        outcome = Consequence(checks.choice(_SECTION, "outcome", parts["outcome"], outcomes))
    elif (known := WORDS.get(word)) and known.decision is decision:
        outcome = known.consequence
    permanent = parts.get("permanent", outcome is Consequence.BANNED)
    if not isinstance(permanent, bool):
        raise checks.wrong(_SECTION, "permanent", "true or false")
    return DecisionWord(decision, outcome, permanent)


def resolvers(section: Mapping[str, Any]) -> Resolvers:
    """The words for who resolved a case: everybody's, with a committee's own in their place.

    Raises:
        UsageError: a word that means nobody who is known.
    """
    choices = tuple(one.value for one in Resolver)
    own = {
        folded(typed): Resolver(checks.choice("resolvers", "each word", said, choices))
        for typed, said in section.items()
    }
    if "" in own or len(own) < len(section):
        raise checks.wrong("resolvers", "each word", "there once, and not blank")
    return Resolvers(own)
