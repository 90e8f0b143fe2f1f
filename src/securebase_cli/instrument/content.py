"""The content file: the domains with their questions, the lens, and the sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from securebase_cli.entry_format.strict_yaml import (
    YamlError,
    YamlMapping,
    YamlValue,
    decode,
    load,
    load_shipped,
)
from securebase_cli.errors import AmbiguousNameError, ContentError, UnknownNameError, UsageError
from securebase_cli.hints import command
from securebase_cli.instrument.checked_mapping import CheckedMapping
from securebase_cli.instrument.support_question import SUPPORT_ID, support_question
from securebase_cli.model import Domain, Lens, Question
from securebase_cli.storage import files

# A package that was built has the file in it; one that runs from a checkout reads it there.
_PACKAGED_CONTENT = Path(__file__).parents[1] / "domains.yaml"
_CONTENT_IN_CHECKOUT = Path(__file__).parents[3] / "content" / "domains.yaml"
SHIPPED_CONTENT = _PACKAGED_CONTENT if _PACKAGED_CONTENT.is_file() else _CONTENT_IN_CHECKOUT

# The content that is shipped, with five domains, has 12 KB.
MAX_BYTES = 256 * 1024

# Names every domain on the command line, as in `reflect all`, so no domain may have this id.
ALL_DOMAINS = "all"
# Names the lens on the command line, whatever its title is.
LENS_NAME = "lens"
# The ids of the program's own prompts for team sessions begin like this.
TEAM_PROMPT_PREFIX = "team-session-"


class Content(NamedTuple):
    """The content of a file that was checked: all ids are unique, and all references lead to one.

    Names of domains and themes are compared by their letters and digits, without regard to case.
    """

    title: str
    domains: tuple[Domain, ...]
    lens: Lens | None = None
    introduction: tuple[str, ...] = ()
    about: str = ""
    sources: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return questions_of(self.domains)

    @property
    def questions_with_support(self) -> tuple[Question, ...]:
        """The questions of the content, and the question who supports the user."""
        return (*self.questions, support_question(self.domains))

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes of the questions, in the order in which they first occur."""
        return tuple(dict.fromkeys(theme for q in self.questions for theme in q.themes))

    @property
    def lens_themes(self) -> tuple[str, ...]:
        """The themes that hints name: those of the lens, or all if there is none."""
        return self.lens.themes if self.lens else self.themes

    def find_domain(self, name: str) -> Domain:
        """Return the domain with an id or a title, or the only one that begins with the name.

        Raises UnknownNameError or AmbiguousNameError.
        """
        for domain in self.domains:
            if domain.id == name.strip().casefold():
                return domain
        key = _name_key(name)
        keys = [(d, (_name_key(d.id), _name_key(d.title))) for d in self.domains]
        matches = [domain for domain, domain_keys in keys if key in domain_keys]
        if key and not matches:
            matches = [d for d, domain_keys in keys if any(k.startswith(key) for k in domain_keys)]
        if not matches:
            raise UnknownNameError("domain", name, [d.id for d in self.domains])
        if len(matches) > 1:
            raise AmbiguousNameError("domain", name, [d.id for d in matches])
        return matches[0]

    def find_domains(self, names: Iterable[str]) -> tuple[Domain, ...]:
        """Return the domains with these names, each once; `all` names every domain."""
        domains: list[Domain] = []
        for name in names:
            is_all = name.strip().casefold() == ALL_DOMAINS
            domains += self.domains if is_all else [self.find_domain(name)]
        return tuple(dict.fromkeys(domains))

    def find_question(self, name: str) -> Question:
        question_id = name.strip().casefold()
        questions = {question.id: question for question in self.questions_with_support}
        if question_id not in questions:
            hint = f"`{command('questions --ids')}` lists them all."
            raise UnknownNameError("question", name, questions, hint)
        return questions[question_id]

    def find_questions(
        self, names: Iterable[str], domains: Sequence[Domain]
    ) -> tuple[Question, ...]:
        """Return the questions with these ids, in the order of the content, so parents are first.

        Raises UnknownNameError; UsageError if there are domains and a question is in none of them.
        """
        selected = {self.find_question(name) for name in names}
        questions = tuple(q for q in self.questions_with_support if q in selected)
        for question in questions:
            if domains and all(question.domain != domain.id for domain in domains):
                raise UsageError(
                    f"The question “{question.id}” belongs to "
                    f"{self.domain_title(question.domain)}, "
                    "which is not among the domains named."
                )
        return questions

    def parent_of(self, question: Question) -> Question | None:
        """Return the question that a question follows, if it follows one."""
        return next((q for q in self.questions if q.id == question.follows), None)

    def parent_texts(self) -> Mapping[str, str]:
        """Map the id of each question that follows another to the text of the other."""
        texts = {question.id: question.text for question in self.questions}
        return {q.id: texts[q.follows] for q in self.questions if q.follows}

    def texts_in_list(self, questions: Iterable[Question]) -> Iterator[tuple[Question, str]]:
        """Yield each question of a list with its text.

        To a question that follows another the text of the other is added, unless the other stands
        directly above it.
        """
        previous_id = ""
        for question in questions:
            parent = self.parent_of(question)
            suffix = f" (after: {parent.text})" if parent and parent.id != previous_id else ""
            yield question, question.text + suffix
            previous_id = question.id

    def quality_of(self, domain_id: str) -> str:
        """Return the quality of a domain; empty if this content has no such domain."""
        return next((domain.quality for domain in self.domains if domain.id == domain_id), "")

    def questions_by_theme(self, name: str, domains: Sequence[Domain] = ()) -> tuple[Question, ...]:
        """Return the questions of a theme, or those of the lens by its title or LENS_NAME.

        If there are domains, only their questions are returned. Raises UnknownNameError; UsageError
        if the domains have no question of the theme.
        """
        key = _name_key(name)
        if self.lens and key in {_name_key(self.lens.title), LENS_NAME}:
            questions = tuple(filter(self.lens.covers, self.questions))
        else:
            questions = tuple(q for q in self.questions if key in map(_name_key, q.themes))
            if not questions:
                hint = "" if self.themes else "No question of this content file has a theme."
                raise UnknownNameError("theme", name, self.lens_themes, hint)
        if not domains:
            return questions
        domain_ids = {domain.id for domain in domains}
        questions = tuple(question for question in questions if question.domain in domain_ids)
        if not questions:
            titles = ", ".join(domain.title for domain in domains)
            raise UsageError(f"No question in {titles} has the theme “{name}”.")
        return questions

    def subset(self, domain_ids: Collection[str], left_out: Collection[str]) -> Content:
        """Return the content of some domains, or of all if there are no ids.

        `left_out` has the ids of questions that the result lacks.
        """
        selected = (d for d in self.domains if not domain_ids or d.id in domain_ids)
        domains = tuple(
            domain._replace(questions=tuple(q for q in domain.questions if q.id not in left_out))
            for domain in selected
        )
        return self._replace(domains=domains)

    def domain_titles(self) -> Mapping[str, str]:
        return {domain.id: domain.title for domain in self.domains}

    def domain_title(self, domain_id: str) -> str:
        """Return the title of a domain; its id if this content has no such domain."""
        return self.domain_titles().get(domain_id, domain_id)


def questions_of(domains: Iterable[Domain]) -> tuple[Question, ...]:
    return tuple(question for domain in domains for question in domain.questions)


def read_content(path: Path = SHIPPED_CONTENT) -> Content:
    """Read and check a content file.

    Raises ContentError, which names the file, and the line and the key of the first mistake.
    """
    try:
        data = files.read_following_links(path, MAX_BYTES)
    except OSError as error:
        raise ContentError(f"The content file {path} can't be read: {error.strerror}.") from None
    load_yaml = load_shipped if path == SHIPPED_CONTENT else load
    try:
        return _parse_content(load_yaml(decode(data), max_length=MAX_BYTES))
    except YamlError as mistake:
        raise ContentError(f"{path}, line {mistake.line}: {mistake.reason}.") from None


def _name_key(name: str) -> str:
    # Imported here because commands that get no names from people start without it.
    import unicodedata

    composed = unicodedata.normalize("NFC", name.casefold())
    return "".join(filter(str.isalnum, composed)) or composed


def _parse_content(value: YamlValue | None) -> Content:
    top = CheckedMapping.from_document(value)
    top.check_keys("title", "about", "introduction", "sources", "lens", "domains")
    question_lines: dict[str, int] = {}
    domains: list[Domain] = []
    for mapping in top.mappings("domains"):
        domain = _parse_domain(mapping, question_lines)
        if domain.id == ALL_DOMAINS:
            raise mapping.mistake("id", f"domain id is reserved: “{domain.id}”")
        if any(domain.id == earlier.id for earlier in domains):
            raise mapping.mistake("id", f"domain id used twice: “{domain.id}”")
        domains.append(domain)
    themes = {theme for domain in domains for q in domain.questions for theme in q.themes}
    return Content(
        title=top.text("title"),
        domains=tuple(domains),
        lens=_parse_lens(top, themes),
        introduction=top.texts("introduction"),
        about=top.text("about", default=""),
        sources=top.texts("sources"),
    )


def _parse_domain(mapping: CheckedMapping, question_lines: dict[str, int]) -> Domain:
    """Parse a domain; add the line of each of its questions to `question_lines`."""
    mapping.check_keys("id", "title", "quality", "summary", "questions")
    domain_id = mapping.id()
    questions: list[Question] = []
    for item in mapping.mappings("questions"):
        item.check_keys("id", "text", "follows", "themes")
        question_id = item.id()
        if question_id.startswith(TEAM_PROMPT_PREFIX):
            reason = f"question id is reserved: “{question_id}”"
            raise item.mistake("id", f"{reason} (none may begin with “{TEAM_PROMPT_PREFIX}”)")
        if question_id == SUPPORT_ID:
            raise item.mistake("id", f"question id is reserved: “{question_id}”")
        if question_id in question_lines:
            earlier = question_lines[question_id]
            reason = f"question id used twice: “{question_id}” (first in line {earlier})"
            raise item.mistake("id", reason)
        question_lines[question_id] = item.line("id")
        follows = item.text("follows", default="") or None
        if follows is not None and follows not in {question.id for question in questions}:
            raise item.mistake(
                "follows",
                f"“{question_id}” follows a question that does not come before it "
                f"in this domain: “{follows}”",
            )
        questions.append(
            Question(question_id, domain_id, item.text("text"), follows, item.themes())
        )
    return Domain(
        domain_id,
        mapping.title(),
        mapping.text("quality"),
        mapping.text("summary"),
        tuple(questions),
    )


def _parse_lens(top: CheckedMapping, themes: Collection[str]) -> Lens | None:
    value = top.mapping.values.get("lens")
    if value is None:
        return None
    if not isinstance(value, YamlMapping):
        raise top.mistake("lens", "not a mapping")
    mapping = CheckedMapping(value, "lens")
    mapping.check_keys("title", "themes")
    lens = Lens(mapping.text("title"), mapping.themes())
    if not lens.themes:
        raise mapping.mistake("themes", "no theme is named")
    for theme in lens.themes:
        if theme not in themes:
            raise mapping.mistake("themes", f"no question has the theme “{theme}”")
    return lens
