"""The command `page`: a page that holds a sitting, for where the program cannot be installed."""

from collections.abc import Sequence
from typing import Annotated

from typer import Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Domains, Force, Open, Output
from securebase_cli.commands._output_file import OutputTarget
from securebase_cli.dates import long_date
from securebase_cli.documents.formats.table import PAGE, promises_other_format
from securebase_cli.errors import UsageError
from securebase_cli.instrument import team_questions
from securebase_cli.model import REFLECTION, TEAM_SESSION, Domain, EntryKind, Question
from securebase_cli.review.actions import find_open_actions
from securebase_cli.review.coverage import count_coverage
from securebase_cli.review.rotation import suggest_short_sitting
from securebase_cli.web_page.assemble import PageContent, assemble_page


@commands.command(cls=Command)
def page(
    ctx: Context,
    domains: Domains = None,
    team: Annotated[bool, Option("--team", help="What the team said, as a team session.")] = False,
    short: Annotated[
        bool, Option("--short", help="Three questions of each domain, about ten minutes.")
    ] = False,
    with_actions: Annotated[
        bool, Option("--with-actions", help="With what is open to try, from the journal.")
    ] = False,
    output: Output = None,
    force: Force = False,
    open_file: Open = False,
) -> None:
    """Write a page to reflect on; `import` takes what it saves."""
    app = ctx.ensure_object(App)
    if team and short:
        raise UsageError("--short and --team don’t go together. Choose one of them.")
    target = OutputTarget.from_options(output, PAGE, force=force, open_file=open_file)
    if target.path and promises_other_format(target.path.suffix, PAGE):
        raise UsageError("A browser opens files that end in .html; choose such a name.")
    target.raise_if_unwritable(app)
    kind = TEAM_SESSION if team else REFLECTION
    selected = app.content.find_domains(domains or ()) or app.content.domains
    if short:
        questions = _suggest_questions(app, selected)
    elif team:
        questions = {domain: team_questions.session_questions([domain]) for domain in selected}
    else:
        questions = {domain: domain.questions for domain in selected}
    actions = _open_actions(app, selected, kind) if with_actions else ()
    content = PageContent(
        app.content, questions, kind, has_scale=not (team or short), actions=actions
    )
    target.write(app, assemble_page(content))


def _suggest_questions(app: App, domains: Sequence[Domain]) -> dict[Domain, Sequence[Question]]:
    """Return the three questions that a short sitting on each domain would ask now."""
    outlines = app.journal.scan(progress=app.progress).outlines()
    coverage = count_coverage(outlines, app.content, ())
    return {
        domain: [
            suggestion.question
            for suggestion in suggest_short_sitting(coverage.questions, app.content.lens, domain.id)
        ]
        for domain in domains
    }


def _open_actions(app: App, domains: Sequence[Domain], kind: EntryKind) -> list[str]:
    """Return the open actions of these domains in words, each with the day when it was agreed.

    The page of a team session, which others may see, has only the actions of team sessions.
    """
    domain_ids = {domain.id for domain in domains}
    refs = find_open_actions(app.journal.scan(progress=app.progress).outlines())
    return [
        f"{ref.action.text} · agreed {long_date(ref.outline.moment)}"
        for ref in refs
        if ref.outline.domain in domain_ids and kind in {REFLECTION, ref.outline.kind}
    ]
