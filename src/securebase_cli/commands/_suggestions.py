"""Suggest a command for a word that is not the name of one."""

from collections.abc import Collection, Mapping

# The arguments to suggest, each with the words that mean them.
_WORDS: Mapping[str, str] = {
    "reflect": "write new add create begin start sit answer entry note log diary",
    "reflect --quick": "quick minute minutes",
    "resume": "continue proceed draft drafts unfinished pause paused",
    "list": "ls all entries history past dir",
    "show": "read view open cat display last latest see",
    "search": "find grep look lookup where-is query",
    "compare": "diff difference changes trend trends then-and-now",
    "coverage": "stats statistics progress report gaps neglected",
    "actions": "action goal goals todo todos task tasks try plan plans due",
    "actions tried": "done tried tick mark finish finished did complete completed",
    "actions dropped": "drop dropped cancel",
    "actions later": "later postpone defer snooze",
    "remind": "reminder calendar ics ical schedule",
    "edit": "change modify correct amend update rewrite",
    "delete": "remove rm del erase trash bin",
    "delete --purge": "purge shred destroy",
    "restore": "undo undelete recover revert back",
    "export": "save print share document html pdf csv markdown",
    "export -o journal.docx": "word docx",
    "export -o backup.json": "backup back-up copy json",
    "export --layout supervision": "supervision",
    "export --layout look-back": "look-back lookback quarter year yearly",
    "export --layout cpd": "cpd record development",
    "export --layout nmc": "nmc",
    "aliases": "alias names name pseudonyms pseudonymise anonymise anonymize",
    "worksheet": "sheet template handout blank",
    "worksheet --cards": "card cards",
    "reflect --team": "team session",
    "sync": "synchronise synchronize push pull git cloud upload",
    "join": "merge conflict conflicts resolve",
    "import": "load",
    "model": "domains domain theory diagram about",
    "questions": "question prompts prompt ask",
    "path": "where folder location files config settings journal",
    "doctor": "check verify repair fix problems health",
    "privacy": "notice gdpr confidentiality data",
    "--help": "help commands usage man ?",
    "--version": "version",
    "": "home start-page status overview summary menu",
}
_MEANINGS = {word: arguments for arguments, words in _WORDS.items() for word in words.split()}


def suggest_arguments(word: str, names: Collection[str]) -> str | None:
    """Return the arguments of the command that a word means or resembles; None if there is none.

    `names` are the names of the commands.
    """
    from difflib import get_close_matches

    folded = word.casefold().lstrip("-")
    if folded in _MEANINGS:
        return _MEANINGS[folded]
    if names_like_it := get_close_matches(folded, names, n=1):
        return names_like_it[0]
    words_like_it = get_close_matches(folded, _MEANINGS, n=1, cutoff=0.8)
    return _MEANINGS[words_like_it[0]] if words_like_it else None
