"""What `securebase` shows without a command: the state of the journal, and what to do next."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.hints import command
from securebase_cli.instrument.support_question import SUPPORT_ID, SUPPORT_TEXT
from securebase_cli.model import KIND_NAMES, REFLECTION, Draft, display_title
from securebase_cli.plurals import count_of
from securebase_cli.review.home import Home, Retention
from securebase_cli.storage.scan import StoredOutline
from securebase_cli.ui.page import GAP, Line, Page, Part, shorten
from securebase_cli.ui.pages.actions_page import format_due

_ALL_COMMANDS = Line(f"All commands: {command('--help')}", "quiet")

# Limits with which the page fits into a terminal of 24 rows of 80 columns.
_MAX_ACTIONS = 2
_MAX_ACTION_LENGTH = 36
_MAX_EXCERPT_LENGTH = 60
_MAX_DOMAINS = 2


class Step(NamedTuple):
    """A line of the menus of home, and the arguments of the command that it runs.

    In the place of ENTRY, DATE, NAME and FILE.docx, the command gets what the user is asked for.
    DATE and NAME may be left out, together with the option before them. The ending of FILE is added
    to a name without one. A step with `steps` opens a menu of these; one without arguments goes
    back.
    """

    label: str
    arguments: str = ""
    excerpt: str = ""
    steps: tuple["Step", ...] = ()


_TRY_STEPS = (
    Step("Say that one was tried", "actions tried"),
    Step("Look at one again another day", "actions later"),
    Step("Say that one was dropped", "actions dropped"),
    Step("See them all", "actions"),
    Step("Back"),
)
_LOOK_BACK_STEPS = (
    Step("Read the latest entry", "show"),
    Step("Choose an entry to read", "show ENTRY"),
    Step("List the entries", "list --all"),
    Step("Find words", "search"),
    Step("Compare the answers to one question", "compare"),
    Step("See what was reflected on, and what not", "coverage"),
    Step("See what you tried, and what happened", "actions --all"),
    Step("Back"),
)
_TEAM_STEPS = (
    Step("A sheet for a team session", "worksheet -o FILE.docx"),
    Step("Cards for a team session", "worksheet --cards -o FILE.docx"),
)
_IMPORT_STEP = Step("Bring back what a backup has", "import FILE.json")
_EXPORT_STEPS = (
    Step("All you wrote", "export --since DATE --for NAME -o FILE.docx"),
    Step(
        "The same without your answers", "export --no-answers --since DATE --for NAME -o FILE.docx"
    ),
    Step(
        "All you wrote, with roles for names",
        "export --pseudonymise --since DATE --for NAME -o FILE.docx",
    ),
    Step(
        "For your own supervision",
        "export --layout supervision --since DATE --for NAME -o FILE.docx",
    ),
    Step(
        "A page to look back on some months",
        "export --layout look-back --since DATE --for NAME -o FILE.docx",
    ),
    Step(
        "A record of your development", "export --layout cpd --since DATE --for NAME -o FILE.docx"
    ),
    Step("Back everything up", "export -o FILE.json --format json"),
    Step("Prove that a backup holds everything", "import FILE.json --dry-run"),
    _IMPORT_STEP,
    *_TEAM_STEPS,
    Step("Back"),
)
_OTHER_STEPS = (
    Step("Change an entry", "edit"),
    Step("Delete an entry", "delete"),
    Step("Bring a deleted entry back", "restore"),
    Step("Write down what the team said", "reflect --team"),
    Step("Be reminded by your calendar", "remind -o FILE.ics"),
    Step("See the five domains", "model"),
    Step("Read the questions", "questions"),
    Step("Read what belongs here, and what does not", "privacy"),
    Step("Check that all is well", "doctor"),
    Step("See all commands", "--help"),
    Step("Back"),
)


def home_page(home: Home, domain_title: Callable[[str], str], today: date) -> Page:
    """Show the overview, with commands; `domain_title` returns the title of a domain by its id."""
    parts: list[Part] = []
    if home.unfinished:
        parts.append(_describe_draft(home.unfinished[0], domain_title))
        parts += [_command("resume", not_shown=len(home.unfinished) - 1), GAP]
    if home.last:
        parts.append(_describe_last(home.last, domain_title, today))
        parts += [_command(f"show {home.last.name.id}"), GAP]
    if home.year_ago:
        parts.append(_describe_year_ago(home.year_ago, domain_title))
        parts += [_command(f"show {home.year_ago.name.id}"), GAP]
    if home.retention:
        parts += [_describe_retention(home.retention), _command(home.retention.arguments), GAP]
    if domain := home.neglected:
        age = format_age(domain.last, today) if domain.last else "not reflected on yet"
        parts.append(Line(f"Has waited longest: {domain.title}, {age}"))
        parts += [_command(f"reflect {domain.id}"), GAP]
    if home.suggestion:
        question, parent, reason = home.suggestion
        if parent:
            parts.append(Line(f"After: {parent.text}", "quiet"))
        parts.append(Line(question.text, "heading", label="Question"))
        parts.append(Line(reason, "quiet", label="Why", indent=2))
        parts += [_command("reflect --quick"), GAP]
    if home.is_support_due:
        parts.append(Line(f"{SUPPORT_TEXT} (ours, once a quarter)"))
        parts += [_command(f"reflect -q {SUPPORT_ID}"), GAP]
    if home.open_actions:
        parts.append(Line("Open to try", "heading"))
        for ref in home.open_actions[:_MAX_ACTIONS]:
            text = shorten(ref.action.text, _MAX_ACTION_LENGTH)
            due = format_due(ref.action.due, today)
            parts.append(Line(f"{text} · {due} · {ref.handle}", label="To try", indent=2))
        parts += [_command("actions", not_shown=len(home.open_actions) - _MAX_ACTIONS), GAP]
    return (*parts, _ALL_COMMANDS)


def home_heading(home: Home, domain_title: Callable[[str], str], today: date) -> Page:
    """Show the parts of the overview that are not in a line of the menu below."""
    parts: list[Part] = []
    if home.last:
        parts.append(_describe_last(home.last, domain_title, today))
    if home.year_ago:
        parts.append(_describe_year_ago(home.year_ago, domain_title))
    if home.retention:
        parts.append(_describe_retention(home.retention))
    return tuple(parts)


def home_steps(home: Home, domain_title: Callable[[str], str], today: date) -> tuple[Step, ...]:
    """Return the lines of the menu; the first is what makes most sense."""
    steps = []
    if home.unfinished:
        draft = home.unfinished[0]
        age = format_age(draft.moment.date(), today)
        label = f"Go on with {_draft_title(draft, domain_title)}, begun {age}"
        steps.append(Step(label, f"resume {draft.id} --go-on"))
    if domain := home.neglected:
        label = f"Reflect on {domain.title}"
        if home.has_entries:
            age = f"last {format_age(domain.last, today)}" if domain.last else "not yet"
            label += f", {age}"
        steps.append(Step(label, f"reflect {domain.id}"))
    if home.suggestion:
        question = shorten(home.suggestion.question.text, _MAX_EXCERPT_LENGTH)
        steps.append(Step("One question, two minutes", "reflect --quick", question))
    if home.is_support_due:
        steps.append(Step(SUPPORT_TEXT, f"reflect -q {SUPPORT_ID}", "ours, once a quarter"))
    steps.append(Step("Choose a domain", "reflect"))
    if home.open_actions:
        due = [ref for ref in home.open_actions if ref.action.due and ref.action.due <= today]
        counts = f"{len(home.open_actions)} open" + (f", {len(due)} due" if due else "")
        first = shorten(home.open_actions[0].action.text, _MAX_EXCERPT_LENGTH)
        steps.append(Step(f"What there is to try: {counts}", "actions", first, _TRY_STEPS))
    if home.retention:
        label = f"Remove what is older than {home.retention.length}"
        steps.append(Step(label, home.retention.arguments))
    if home.has_entries:
        look_back = list(_LOOK_BACK_STEPS)
        if home.year_ago:
            year_ago = Step("Read what you wrote a year ago", f"show {home.year_ago.name.id}")
            look_back.insert(0, year_ago)
        steps.append(Step("Look back", "list", "read, search, compare", tuple(look_back)))
        what = "for Word, a page, a backup"
        steps.append(Step("Export or back up", "export", what, _EXPORT_STEPS))
    others: tuple[Step, ...] = _OTHER_STEPS
    if not home.has_entries:
        others = (*_TEAM_STEPS, _IMPORT_STEP, *others)
    if home.unfinished:
        others = (Step("Save what is unfinished as it is, or put it away", "resume"), *others)
    steps.append(Step("Something else", "--help", "change, delete, bring back", others))
    return (*steps, Step("Leave"))


def first_run_page(notice: Page) -> Page:
    """Show the privacy notice, and how to begin."""
    return (
        *notice,
        GAP,
        Line("To begin", "heading"),
        _command("reflect"),
        Line("a menu of the domains; ten minutes for one of them", "quiet", indent=4),
        _command("reflect --quick"),
        Line("one question, and one thing to try; two minutes", "quiet", indent=4),
        GAP,
        _ALL_COMMANDS,
    )


def format_age(day: date, today: date) -> str:
    """Format how long ago a day was, such as “yesterday” or “3 weeks ago”.

    A day after today, for instance if the clock was changed, is shown as a date. A larger unit is
    used from two of it on: 59 days are “8 weeks ago”, 60 days are “2 months ago”.
    """
    days = (today - day).days
    if days < 0:
        return f"on {long_date(day)}"
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    for length, unit in ((365, "year"), (30, "month"), (7, "week")):
        count = days // length
        if count > 1:
            return f"{count} {unit}s ago"
    return f"{days} days ago"


def _describe_last(last: StoredOutline, domain_title: Callable[[str], str], today: date) -> Line:
    day = last.outline.moment.date()
    age = "which is still to come" if day > today else format_age(day, today)
    return Line(f"Last reflection: {display_title(last.outline, domain_title)}, {age}")


def _describe_year_ago(year_ago: StoredOutline, domain_title: Callable[[str], str]) -> Line:
    return Line(f"A year ago you wrote on {domain_title(year_ago.name.domain)}.")


def _describe_retention(retention: Retention) -> Line:
    older = count_of(retention.older_count, "entry is", "entries are")
    return Line(f"{older} older than the {retention.length} for which you keep them.")


def _describe_draft(draft: Draft, domain_title: Callable[[str], str]) -> Line:
    # A reflection is the usual kind and is not named.
    kind = "" if draft.kind == REFLECTION else f" {KIND_NAMES[draft.kind]}"
    domains = _draft_title(draft, domain_title)
    begun = long_date(draft.moment.date())
    return Line(f"Unfinished{kind}: {domains}, begun on {begun}", "warning")


def _draft_title(draft: Draft, domain_title: Callable[[str], str]) -> str:
    """Return the first domains of a draft; where its kind is named, that takes the place of one."""
    max_domains = _MAX_DOMAINS if draft.kind == REFLECTION else _MAX_DOMAINS - 1
    domains = ", ".join(map(domain_title, draft.domains[:max_domains]))
    if len(draft.domains) > max_domains:
        domains += f" and {len(draft.domains) - max_domains} more"
    return domains


def _command(arguments: str, *, not_shown: int = 0) -> Line:
    """Return a command to type.

    `not_shown` is how many items the command lists that this page does not; at most 0 for none.
    """
    more = f" ({not_shown} more)" if not_shown > 0 else ""
    return Line(f"{command(arguments)}{more}", "good", label="Command", indent=2)
