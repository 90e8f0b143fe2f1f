"""Commands that read entries neither fail on nor change a file with any bytes."""

import contextlib
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from securebase_cli.app import App
from securebase_cli.commands import actions, compare, coverage, doctor, export, home, search, show
from securebase_cli.commands import list as list_
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import DoctorFoundProblemsError, UnreadableEntriesError
from securebase_cli.instrument.content import read_content
from securebase_cli.model import Action, Answer
from support.builders import ANSWER, MOMENT, an_entry
from support.context import context
from support.program import IDLE_EDITOR

SECRET = "Robin was off sick again"
WHOLE = write_entry(
    an_entry(
        tags=("away-day",),
        skipped=("praise",),
        answers=(ANSWER, Answer("asked-directly", "Have you asked?", f"# {SECRET}.\n\n- and more")),
        actions=(Action(SECRET, due=date(2026, 12, 1)), Action("Ask", "tried", closed=MOMENT)),
    )
).encode()
CONTENT = read_content()
OTHER = an_entry(
    id="m2aa",
    domain="acceptance",
    title="Acceptance, 23 November 2026",
    # Home has room for the oldest ones.
    actions=(Action("Say thanks", due=date(2000, 1, 1)),),
)
OTHER_SAYS = {
    **dict.fromkeys(("list", "search", "compare"), b"m2aa"),
    **dict.fromkeys(("actions", "home"), b"Say thanks"),
    **dict.fromkeys(("coverage", "export"), b"cceptance"),
}

one_folder = settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def journal(tmp_path, monkeypatch):
    """Make a journal of one ordinary entry, with room for another that holds anything."""
    monkeypatch.setenv("EDITOR", IDLE_EDITOR)
    app = _desk(tmp_path)
    app.journal.prepare()
    app.journal.add(OTHER)
    return tmp_path


def _desk(folder) -> App:
    app = App()
    app.options.journal = folder / "journal"
    # Read once for all: it is not what is tried here.
    app.content = CONTENT
    return app


COMMANDS = {
    "list": lambda app: list_.list_entries(context(app), all_=True, as_json=False),
    "list as JSON": lambda app: list_.list_entries(context(app), all_=True, as_json=True),
    "show": lambda app: show.show(context(app), "k3f7", as_json=False),
    "show as JSON": lambda app: show.show(context(app), "k3f7", as_json=True),
    "search": lambda app: _search(app, as_json=False),
    "search as JSON": lambda app: _search(app, as_json=True),
    "compare": lambda app: _compare(app, as_json=False),
    "compare as JSON": lambda app: _compare(app, as_json=True),
    "actions": lambda app: actions.actions(context(app), as_json=False),
    "coverage": lambda app: coverage.coverage(context(app), as_json=False),
    "coverage as JSON": lambda app: coverage.coverage(context(app), as_json=True),
    "home": lambda app: home.show_home(app, as_json=False),
    "export": lambda app: export.export(context(app), by="domain"),
    "export as JSON": lambda app: export.export(context(app), format_="json"),
    "doctor": lambda app: doctor.doctor(context(app), fix=True, as_json=False),
}


def _search(app: App, *, as_json: bool) -> None:
    words = ["most", "-rota"]
    search.search(context(app), list(words), all_=True, as_json=as_json, no_input=True)


def _compare(app: App, *, as_json: bool) -> None:
    compare.compare(context(app), [ANSWER.question], as_json=as_json, no_input=True)


def _every_command_copes_with(data: bytes, folder, commands=COMMANDS) -> None:
    file = folder / "journal" / "2026-11-23-1431-availability-k3f7.md"
    file.write_bytes(data)
    file.chmod(0o600)
    for name, run in commands.items():
        app = _desk(folder)
        out = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as err:
            said = _outcome_of(run, app)
        assert SECRET not in said + err.getvalue(), name
        assert data == file.read_bytes(), name
        out.flush()
        if name not in {"show", "show as JSON", "doctor"}:
            # Whatever became of the one, the other is there.
            assert OTHER_SAYS[name.removesuffix(" as JSON")] in out.buffer.getvalue(), name
    assert 3 == len(list((folder / "journal").iterdir()))


def _outcome_of(run, app) -> str:
    """Run a command, and return what it has to say of what it could not read."""
    try:
        run(app)
    except (UnreadableEntriesError, DoctorFoundProblemsError) as error:
        return str(error)
    return ""


def test_cut_off_after_any_byte(journal):
    few = {name: COMMANDS[name] for name in ("list as JSON", "export", "doctor")}
    for length in range(len(WHOLE)):
        _every_command_copes_with(WHOLE[:length], journal, few)


@one_folder
@given(
    flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 7)), max_size=8),
)
def test_with_bits_that_flipped(journal, flips):
    data = bytearray(WHOLE)
    for place, bit in flips:
        data[place] ^= 1 << bit
    _every_command_copes_with(bytes(data), journal)


@one_folder
@given(data=st.binary(max_size=400))
def test_of_any_bytes(journal, data):
    _every_command_copes_with(data, journal)


_yaml = st.lists(
    st.sampled_from(
        ["---\n", "id: k3f7\n", "securebase: 1\n", "date: 2026-11-23T14:30:12+00:00\n", "- ", "? ",
         "domain: availability\n", "tags: ", "[", "]", "{", "}", ", ", "&a ", "*a", "<<: *a\n",
         "!!python/object:os.system ", "!", "|\n", ">-\n", "  ", '"', "'", "\\", "#", ": ", "\n",
         "\t", "%YAML 1.1\n", "...\n", "no", "12:30", "0123", "\u0085", "\u2028", "\ufeff", "é",
         "date: 0001-01-01T00:00:00+23:59\n", "date: 9999-12-31T23:59:59-23:59\n", "\x1b[2J",
         "<!-- securebase question call-on-support -->\n", "<!-- securebase actions -->\n",
         "- [ ] Ask 📅 2026-12-01\n", "- [x] ✅ 0000-00-00\n", "## Heading\n"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@one_folder
@given(head=_yaml, body=_yaml)
def test_with_any_front_matter_and_any_body(journal, head, body):
    _every_command_copes_with(f"---\n{head}\n---\n{body}".encode(), journal)


@one_folder
@given(extra=_yaml, body=_yaml)
def test_with_anything_added_to_what_is_whole(journal, extra, body):
    front, rest = WHOLE.decode().split("---\n\n", 1)
    _every_command_copes_with(f"{front}{extra}\n---\n\n{rest}{body}".encode(), journal)
