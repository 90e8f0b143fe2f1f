"""Reads and checks the content file: the domains, their questions, the lens, the sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.strict_yaml import (
    Fields,
    Items,
    Text,
    Value,
    YamlError,
    decode,
    load,
    load_shipped,
)
from securebase_cli.errors import AmbiguousNameError, ContentError, UnknownNameError
from securebase_cli.model import ID, Domain, Lens, Question
from securebase_cli.storage import files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

SHIPPED_CONTENT = Path(__file__).parent.parent / "domains.yaml"

# A content file of five domains has 12 KB; this is ample for anybody's.
MAX_BYTES = 256 * 1024

# `reflect all` takes every domain in turn, so no domain may be called that.
RESERVED = frozenset({"all"})
# What the program itself asks about a team session has ids that begin like this.
TEAM_PROMPT_PREFIX = "team-session-"

_LONGEST_ID = 48
_NO_THEMES = "No question of this content file has a theme."


@dataclass(frozen=True, slots=True)
class Content:
    """What a content file says, checked: every name in it leads somewhere."""

    title: str
    domains: tuple[Domain, ...]
    lens: Lens | None = None
    about: str = ""
    sources: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for domain in self.domains for question in domain.questions)

    @property
    def themes(self) -> tuple[str, ...]:
        """Every theme that a question has, in the order in which they first appear."""
        return tuple(dict.fromkeys(theme for q in self.questions for theme in q.themes))

    def find_domain(self, given: str) -> Domain:
        """Find a domain by its id, its title, or any unambiguous beginning of either."""
        wanted = _folded(given)
        named = [d for d in self.domains if d.id == given.strip().casefold()]
        exact = [d for d in self.domains if wanted in {_folded(d.id), _folded(d.title)}]
        fitting = (named or exact) or [
            d
            for d in self.domains
            if wanted and (_folded(d.id).startswith(wanted) or _folded(d.title).startswith(wanted))
        ]
        if not fitting:
            raise UnknownNameError("domain", given, [d.id for d in self.domains])
        if len(fitting) > 1:
            raise AmbiguousNameError("domain", given, [d.id for d in fitting])
        return fitting[0]

    def find_question(self, given: str) -> Question:
        """Find a question by its id."""
        for question in self.questions:
            if question.id == given.strip().casefold():
                return question
        raise UnknownNameError(
            "question",
            given,
            [q.id for q in self.questions],
            "`securebase questions` lists them all.",
        )

    def parent_of(self, question: Question) -> Question | None:
        """Return the question that one leans on, if it leans on one."""
        return next((q for q in self.questions if q.id == question.follows), None)

    def parent_texts(self) -> Mapping[str, str]:
        """Return, by the id of each question that leans on another, the words of that one."""
        words = {question.id: question.text for question in self.questions}
        return {q.id: words[q.follows] for q in self.questions if q.follows}

    def texts_in_list(self, questions: Iterable[Question]) -> Iterator[tuple[Question, str]]:
        """Give each question of a list with its words, and those of the one it leans on.

        Alone it says little; only below that one it needs no more.
        """
        above = ""
        for question in questions:
            parent = self.parent_of(question)
            if parent and parent.id != above:
                yield question, f"{question.text} (after: {parent.text})"
            else:
                yield question, question.text
            above = question.id

    def quality_of(self, domain: str) -> str:
        """Return the quality that a domain gives; empty if the content does not have it."""
        return next((one.quality for one in self.domains if one.id == domain), "")

    def questions_by_theme(self, given: str) -> tuple[Question, ...]:
        """Return the questions of a theme, or of the watched lens by its title."""
        wanted = _folded(given)
        if self.lens and wanted == _folded(self.lens.title):
            return tuple(q for q in self.questions if set(q.themes) & set(self.lens.themes))
        found = tuple(q for q in self.questions if wanted in map(_folded, q.themes))
        if not found:
            raise UnknownNameError("theme", given, self.themes, "" if self.themes else _NO_THEMES)
        return found

    def subset(self, domains: Collection[str], without: Collection[str]) -> Content:
        """Return the content of some domains, all if none are named, without some questions."""
        return replace(
            self,
            domains=tuple(
                one._replace(questions=tuple(q for q in one.questions if q.id not in without))
                for one in self.domains
                if not domains or one.id in domains
            ),
        )

    def domain_titles(self) -> Mapping[str, str]:
        """Return the title of each domain by its id."""
        return {domain.id: domain.title for domain in self.domains}

    def domain_title(self, domain_id: str) -> str:
        """Return the title of a domain; its id if this content has no such domain."""
        return self.domain_titles().get(domain_id, domain_id)


def read_content(path: Path = SHIPPED_CONTENT) -> Content:
    """Read a content file; raises ContentError naming the file, the line and the key."""
    try:
        data = files.read_following_links(path, MAX_BYTES)
    except OSError as error:
        raise ContentError(f"The content file {path} can't be read: {error.strerror}.") from None
    load_it = load_shipped if path == SHIPPED_CONTENT else load
    try:
        return _content(load_it(decode(data), max_length=MAX_BYTES))
    except YamlError as mistake:
        raise ContentError(f"{path}, line {mistake.line}: {mistake.reason}.") from None


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def _content(value: Value | None) -> Content:
    if not isinstance(value, Fields):
        raise YamlError(value.line if value else 1, "not a mapping (“key: value” lines)")
    top = _Row(value, "the file")
    top.allow("title", "about", "sources", "lens", "domains")
    used: dict[str, int] = {}
    domains: list[Domain] = []
    for row in top.rows("domains"):
        domain = _domain(row, used)
        if domain.id in RESERVED or any(domain.id == earlier.id for earlier in domains):
            what = "domain id is reserved" if domain.id in RESERVED else "domain id used twice"
            raise row.mistake("id", f"{what}: “{domain.id}”")
        domains.append(domain)
    themes = {theme for domain in domains for q in domain.questions for theme in q.themes}
    return Content(
        title=top.text("title"),
        domains=tuple(domains),
        lens=_lens(top, themes),
        about=top.text("about", default=""),
        sources=top.texts("sources"),
    )


def _domain(row: _Row, used: dict[str, int]) -> Domain:
    row.allow("id", "title", "quality", "summary", "questions")
    domain_id = row.id()
    questions: list[Question] = []
    for line in row.rows("questions"):
        line.allow("id", "text", "follows", "themes")
        question_id = line.id()
        if question_id.startswith(TEAM_PROMPT_PREFIX):
            raise line.mistake(
                "id",
                f"question id is reserved: “{question_id}” (none may begin with “{TEAM_PROMPT_PREFIX}”)",
            )
        if question_id in used:
            earlier = used[question_id]
            raise line.mistake(
                "id", f"question id used twice: “{question_id}” (first in line {earlier})"
            )
        follows = line.text("follows", default="") or None
        if follows is not None and follows not in {q.id for q in questions}:
            raise line.mistake(
                "follows",
                f"“{question_id}” follows a question that does not come before it "
                f"in this domain: “{follows}”",
            )
        used[question_id] = line.line("id")
        questions.append(
            Question(question_id, domain_id, line.text("text"), follows, line.ids("themes"))
        )
    return Domain(
        domain_id, row.text("title"), row.text("quality"), row.text("summary"), tuple(questions)
    )


def _lens(top: _Row, themes: set[str]) -> Lens | None:
    row = top.row("lens")
    if row is None:
        return None
    row.allow("title", "themes")
    lens = Lens(row.text("title"), row.ids("themes"))
    unknown = [theme for theme in lens.themes if theme not in themes]
    if unknown or not lens.themes:
        words = f"no question has the theme “{unknown[0]}”" if unknown else "no theme is named"
        raise row.mistake("themes", words)
    return lens


class _Row:
    """One mapping of the file, read field by field; what is wrong is named with line and key."""

    def __init__(self, fields: Fields, place: str) -> None:
        self._fields = fields
        self._place = place

    def allow(self, *keys: str) -> None:
        for key, line in self._fields.lines.items():
            if key not in keys:
                known = ", ".join(keys)
                raise YamlError(line, f"unknown key “{key}” in {self._place} (known: {known})")

    def line(self, key: str) -> int:
        return self._fields.lines.get(key, self._fields.line)

    def mistake(self, key: str, words: str) -> YamlError:
        return YamlError(self.line(key), f"{key}: {words}")

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._fields.fields.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise YamlError(self._fields.line, f"{self._place} has no “{key}”")
        words = self._line_of(key, value)
        if not words and default is None:
            raise self.mistake(key, "nothing stands here")
        return words

    def id(self) -> str:
        given = self.text("id")
        if not ID.fullmatch(given) or len(given) > _LONGEST_ID:
            raise self.mistake(
                "id",
                "an id has small letters, digits and single hyphens, "
                f"at most {_LONGEST_ID} characters",
            )
        return given

    def ids(self, key: str) -> tuple[str, ...]:
        given = self.texts(key)
        for name in given:
            if not ID.fullmatch(name):
                raise self.mistake(key, "a theme has small letters, digits and single hyphens")
        return given

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._line_of(key, item) for item in self._items(key))

    def rows(self, key: str) -> Iterable[_Row]:
        items = self._items(key)
        if not items:
            raise YamlError(self.line(key), f"{key}: nothing is listed here")
        one = key.removesuffix("s")
        for number, item in enumerate(items, 1):
            if not isinstance(item, Fields):
                raise YamlError(item.line, f"{key}: number {number} is not a mapping")
            yield _Row(item, f"{one} {number}")

    def row(self, key: str) -> _Row | None:
        value = self._fields.fields.get(key)
        if value is None:
            return None
        if not isinstance(value, Fields):
            raise self.mistake(key, "not a mapping")
        return _Row(value, key)

    def _items(self, key: str) -> tuple[Value, ...]:
        value = self._fields.fields.get(key)
        if value is None:
            return ()
        if not isinstance(value, Items):
            raise self.mistake(key, "not a list")
        return value.items

    def _line_of(self, key: str, value: Value) -> str:
        if not isinstance(value, Text):
            raise YamlError(value.line, f"{key}: a list or mapping stands where text belongs")
        cleaned = clean(value.text)
        if cleaned.removed:
            raise YamlError(value.line, f"{key}: a control character stands in the text")
        return " ".join(cleaned.text.split())
