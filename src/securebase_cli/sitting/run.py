"""Run a sitting, which is one run through some questions, until its entries are saved.

An unfinished sitting is continued, saved as it is, or set aside: its draft is moved to another
folder, where no command offers it any longer.
"""

from collections.abc import Mapping
from functools import partial

from securebase_cli.app import App

# Imported before anything is typed, because the disk that the program is on may fail later, and
# saving and showing text need these modules.
from securebase_cli.entry_format import escaping  # noqa: F401
from securebase_cli.errors import EntryFormatError, UsageError
from securebase_cli.hints import command
from securebase_cli.sitting.last_answers import LastAnswers, last_scaling
from securebase_cli.sitting.loop import SittingLoop
from securebase_cli.sitting.save import save_sitting
from securebase_cli.sitting.state import Sitting, resume_sitting
from securebase_cli.storage.drafts import StoredDraft
from securebase_cli.storage.journal import Journal
from securebase_cli.ui import console  # noqa: F401
from securebase_cli.ui.prompts.asker import Asker
from securebase_cli.ui.prompts.menus import DraftAction


def run_sitting(
    app: App, asker: Asker, sitting: Sitting, reasons: Mapping[str, str], *, show_previous: bool
) -> None:
    """Ask the questions of a sitting and save its entries, unless the user pauses.

    With `show_previous`, each new answer is followed by the previous one, unless the journal is
    locked.
    `reasons` maps the id of a question to the reason why it was chosen.
    """
    can_read = app.can_read_journal()
    questions = sitting.questions if show_previous and can_read else ()
    last_answers = LastAnswers(app.journal.scan(), questions, sitting.draft.kind)
    loop = SittingLoop(
        sitting,
        asker,
        app.drafts,
        app.today,
        last_answers.find,
        partial(last_scaling, app.journal) if can_read else lambda _: None,
        reasons,
    )
    if loop.run() == "finished":
        save_sitting(app, loop.sitting, asker)


def run_draft_action(
    app: App,
    asker: Asker,
    stored: StoredDraft,
    action: DraftAction,
    *,
    into: Journal | None = None,
    show_previous: bool = True,
) -> None:
    """Continue an unfinished sitting, save it as it is, or set it aside.

    `into` is the journal for the entries; its default is the app's journal. Raises UsageError if
    another process has the sitting open, or has finished it since it was offered.
    """
    if action in {"continue", "save"}:
        stored = app.drafts.adopt(stored, app.journal.new_ids)
    with app.drafts.lock(stored.path) as is_free:
        if not is_free:
            raise UsageError("That sitting is open in another window. Go on with it there.")
        try:
            # Read again: another process may have continued the sitting since it was offered.
            draft = app.drafts.read(stored.path)._replace(id=stored.draft.id)
        except EntryFormatError:
            raise UsageError(
                f"That sitting was finished or moved in another window. `{command('list')}` shows "
                "what was saved."
            ) from None
        sitting = resume_sitting(draft, app.content)
        if action == "continue":
            run_sitting(app, asker, sitting, {}, show_previous=show_previous)
        elif action == "save":
            save_sitting(app, sitting, asker, into=into)
        elif action == "set aside":
            path = app.drafts.set_aside(stored.path)
            app.screen.say("Put away. It is kept here:", str(path))
        else:
            app.messages.say("Nothing was changed.")
