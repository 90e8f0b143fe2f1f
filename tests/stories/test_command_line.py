"""The output of each command, its options, exit codes and completion."""

import json
import re
import sys
from datetime import UTC, datetime

import pytest

import securebase_cli
from securebase_cli.model import Action, Answer
from securebase_cli.storage.drafts import Drafts
from support.builders import a_draft, an_entry

COMMANDS = [
    *("reflect", "resume", "list", "show", "search", "compare", "coverage", "actions"),
    *(
        "edit",
        "delete",
        "restore",
        "export",
        "aliases",
        "remind",
        "join",
        "sync",
        "worksheet",
        "page",
        "encryption",
        "unlock",
        "lock",
        "import",
        "model",
        "questions",
        "path",
        "doctor",
        "privacy",
    ),
]
DOMAINS = ["availability", "sensitivity", "acceptance", "co-operation", "team-membership"]

each_command = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture
def program_with_entries(program):
    """Add three entries: of two domains, on three days, two of them tagged."""
    march, april = (an_entry().moment.replace(year=2024, month=month) for month in (3, 4))
    program.add_entries(
        an_entry(id="aaaa", moment=march, title="Availability, 23 March 2024"),
        an_entry(
            id="bbbb",
            moment=april,
            domain="acceptance",
            title="Acceptance, 23 April 2024",
            tags=("away-day",),
            answers=(Answer("praise", "Do you praise?", "Seldom."),),
            skipped=("constructive-feedback",),
            actions=(Action("Say thank you"),),
        ),
        an_entry(id="cccc", tags=("away-day", "rota")),
    )
    return program


def _ids(done):
    return [row["id"] for row in json.loads(done.out)]


# The program itself.


def test_version_is_the_package_s(program):
    done = program.run("--version")
    assert (0, f"securebase {securebase_cli.__version__}\n", "") == (done.code, done.out, done.err)


def test_help_lists_every_command_and_how_to_begin(program):
    done = program.run("--help")
    assert 0 == done.code
    listed = [line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line]
    names = listed[: listed.index("Options:")]
    assert ["reflect", "resume", "list", "show", "search", "compare", "actions", "export"] == names[
        : names.index("More:")
    ]
    assert sorted([*COMMANDS, "More:"]) == sorted(names)
    assert "Begin with: securebase reflect" in done.out


@each_command
def test_each_command_has_help_with_the_shared_options(program, command):
    done = program.run(command, "-h")
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith(f"Usage: securebase {command} [OPTIONS]")
    for option in ("--journal DIR", "--content FILE", "--plain", "--help"):
        assert option in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dance"], "No such command 'dance'."),
        (["--dance"], "No such option: --dance"),
        (["list", "--dance"], "More about it: securebase list --help"),
        (["show", "aaaa", "bbbb"], "more words here than this command takes"),
        (["list", "--number", "0"], "0 is not in the range"),
        (["list", "--number", "few"], "'few' is not a valid int"),
        (["list", "--since"], "requires an argument"),
        (["reflect", "--date", "2024-02"], "more than one day"),
        (["reflect", "--tag", "two words"], "a tag is one word"),
        (["reflect", "--quick", "--lens", "power"], "--quick and --lens don’t go together"),
        (["reflect", "-q", "praise", "--quick"], "-q and --quick don’t go together"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_invalid_command_line_exits_with_2_and_a_reason(program, arguments, words):
    done = program.run(*arguments)
    assert (2, "") == (done.code, done.out)
    assert words in done.err
    assert len(done.err.splitlines()) <= 2
    assert not program.journal.exists()


# Options stand anywhere, and win over the environment, which wins over the config file.


@pytest.mark.parametrize(
    "arguments",
    [
        ["--journal", "{here}", "path", "--json"],
        ["path", "--json", "--journal={here}"],
        ["--journal", "/elsewhere", "path", "--json", "--journal", "{here}"],
    ],
)
def test_an_option_may_stand_before_and_after_the_command(program, arguments):
    here = str(program.home / "here")
    done = program.run(*(argument.format(here=here) for argument in arguments))
    assert here == json.loads(done.out)["journal"]


@pytest.mark.parametrize("before", [True, False])
def test_plain_may_stand_before_and_after_the_command(program_with_entries, before):
    done = program_with_entries.run(*(["--plain", "list"] if before else ["list", "--plain"]))
    assert done.out.startswith("Date: 23 Nov 2026\nEntry: cccc\nDomain: Availability\n")


def test_the_environment_wins_over_the_config_file_and_the_option_over_both(program):
    config = program.home / "config" / "securebase" / "config.toml"
    config.parent.mkdir(parents=True)
    places = [str(program.home / name) for name in ("from-file", "from-environment", "option")]
    config.write_text(f"journal = '{places[0]}'\n", "utf-8")
    where = {"XDG_CONFIG_HOME": str(program.home / "config"), "SECUREBASE_JOURNAL": None}
    found = json.loads(program.run("path", "--json", env=where).out)
    if found["config"] != str(config):
        pytest.skip("this platform keeps settings where the test can’t put any")
    assert places[0] == found["journal"]
    where["SECUREBASE_JOURNAL"] = places[1]
    assert places[1] == json.loads(program.run("path", "--json", env=where).out)["journal"]
    done = program.run("path", "--json", "--journal", places[2], env=where)
    assert places[2] == json.loads(done.out)["journal"]


def test_another_content_file_has_its_own_domains(program):
    content = program.home / "domains.yaml"
    content.write_text(
        "title: Ours\ndomains:\n- id: rest\n  title: Rest\n  quality: I may stop\n"
        "  summary: Stopping.\n  questions:\n  - id: pause\n    text: When do you pause?\n",
        "utf-8",
    )
    for arguments, env in (
        (["--content", content], {}),
        ([], {"SECUREBASE_CONTENT": str(content)}),
    ):
        done = program.run("questions", *arguments, "--json", env=env)
        assert ["pause"] == [question["id"] for question in json.loads(done.out)]


# What is there to reflect on.


def test_model_shows_each_domain_with_its_quality(program):
    done = program.run("model")
    assert (0, "") == (done.code, done.err)
    assert "Availability\n  People are there for me\n" in done.out
    assert "Sources\n" in done.out


def test_model_as_json_has_four_fields_for_each_domain(program):
    rows = json.loads(program.run("model", "--json").out)
    assert DOMAINS == [row["id"] for row in rows]
    assert {("id", "title", "quality", "summary")} == {tuple(row) for row in rows}


def test_questions_shows_all_questions_with_their_ids(program, content):
    done = program.run("questions", "--ids")
    for question in content.questions:
        assert f"{question.text}\n" in done.out
        assert f"  {question.id}\n" in done.out


@pytest.mark.parametrize("given", ["co-operation", "Co-Operation", "cooperation", "co"])
def test_a_domain_is_found_by_its_id_its_title_or_a_prefix(program, given):
    rows = json.loads(program.run("questions", given, "--json").out)
    assert {"co-operation"} == {row["domain"] for row in rows}
    assert {("domain", "id", "text", "follows", "themes")} == {tuple(row) for row in rows}


def test_path_shows_where_files_are(program):
    done = program.run("path")
    assert [
        f"journal    {program.journal}",
        f"drafts     {program.journal / '.securebase' / 'drafts'}",
    ] == done.out.splitlines()[:2]
    found = json.loads(program.run("path", "--json").out)
    inner = ["drafts", "set-aside", "records", "trash", "editing", "aliases"]
    assert ["journal", *inner, "content", "config"] == list(found)


# Looking back.


def test_list_shows_entries_newest_first(program_with_entries):
    done = program_with_entries.run("list")
    assert [
        "23 Nov 2026 cccc Availability 1 of 1 #away-day #rota",
        "23 Apr 2024 bbbb Acceptance 1 of 2 1 #away-day",
        "23 Mar 2024 aaaa Availability 1 of 1",
    ] == [" ".join(line.split()) for line in done.out.splitlines()]
    assert (0, "") == (done.code, done.err)


def test_list_as_json_has_counts_but_no_answers(program_with_entries):
    done = program_with_entries.run("list", "--json")
    rows = json.loads(done.out)
    path = str(next(program_with_entries.journal.glob("*-bbbb.md")))
    assert {
        "id": "bbbb",
        "date": "2024-04-23T14:30:12+00:00",
        "domain": "acceptance",
        "title": "Acceptance, 23 April 2024",
        "kind": "reflection",
        "tags": ["away-day"],
        "skipped": ["constructive-feedback"],
        "path": path,
        "answered": 1,
        "questions": 2,
        "open_actions": 1,
    } == rows[1]
    assert "Seldom." not in done.out
    assert done.out.isascii()


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["-n", "1"], ["cccc"]),
        (["--domain", "avail"], ["cccc", "aaaa"]),
        (["-d", "avail", "-d", "acceptance", "--all"], ["cccc", "bbbb", "aaaa"]),
        (["--since", "2024-04"], ["cccc", "bbbb"]),
        (["--until", "2024-03"], ["aaaa"]),
        (["--since", "2024", "--until", "2024-04-23"], ["bbbb", "aaaa"]),
        (["--tag", "away-day"], ["cccc", "bbbb"]),
        (["-t", "#Away-Day", "-d", "acc"], ["bbbb"]),
        (["--tag", "nothing"], []),
    ],
    ids=" ".join,
)
def test_filters_select_entries(program_with_entries, filters, ids):
    done = program_with_entries.run("list", "--json", *filters)
    assert 0 == done.code
    assert ids == _ids(done)


def test_a_domain_that_left_the_content_is_found_by_its_id(program_with_entries):
    program_with_entries.add_entries(an_entry(id="dddd", domain="older-domain"))
    assert ["dddd"] == _ids(program_with_entries.run("list", "--json", "--domain", "older-domain"))


def test_only_the_twenty_newest_entries_are_listed_with_a_remark(program):
    moment = an_entry().moment
    program.add_entries(
        *(
            an_entry(id=f"{chr(96 + day)}aaa", moment=moment.replace(day=day))
            for day in range(1, 23)
        )
    )
    done = program.run("list")
    assert 20 == len(done.out.splitlines())
    assert "These are the 20 newest. For all of them, add --all.\n" == done.err
    assert 22 == len(program.run("list", "--all").out.splitlines())
    assert 22 == len(_ids(program.run("list", "--json")))


def test_an_empty_journal_exits_with_0(program):
    for command in ("list", "show"):
        done = program.run(command)
        assert (0, "") == (done.code, done.out)
        assert "There are no entries yet. Begin with: securebase reflect\n" == done.err
    assert [] == _ids(program.run("list", "--json"))
    assert not program.journal.exists(), "reading makes nothing"


def test_a_filter_without_matches_has_a_message(program_with_entries):
    done = program_with_entries.run("list", "--tag", "nothing")
    assert (0, "") == (done.code, done.out)
    assert "No entry matches. `securebase list` shows them all.\n" == done.err


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ([], "Availability, 23 November 2026"),
        (["last"], "Availability, 23 November 2026"),
        (["BBBB"], "Acceptance, 23 April 2024"),
        (["2024-03-23"], "Availability, 23 March 2024"),
        (["2024-04"], "Acceptance, 23 April 2024"),
        (["2024-04-23-1430-acceptance-bbbb.md"], "Acceptance, 23 April 2024"),
        (["{journal}/2024-04-23-1430-acceptance-bbbb.md"], "Acceptance, 23 April 2024"),
    ],
)
def test_an_entry_is_found_by_id_last_file_or_date(program_with_entries, given, title):
    done = program_with_entries.run(
        "show", *(name.format(journal=program_with_entries.journal) for name in given)
    )
    assert 0 == done.code
    assert title == done.out.splitlines()[0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("zzzz", "There is no entry “zzzz”."),
        ("2024", "There are 2 entries of 2024: bbbb (acceptance), aaaa (availability). Name one."),
        ("2023", "There is no entry of 2023."),
    ],
)
def test_an_ambiguous_or_unknown_entry_is_refused(program_with_entries, given, words):
    done = program_with_entries.run("show", given)
    assert (2, "") == (done.code, done.out)
    assert words in done.err


def test_show_prints_an_entry(program_with_entries):
    done = program_with_entries.run("show", "bbbb")
    assert (
        "Acceptance, 23 April 2024\n"
        "bbbb · 14:30, 23 April 2024 · #away-day\n"
        "\n"
        "Do you praise?\n"
        "  Seldom.\n"
        "\n"
        "Skipped\n"
        "  How could you provide constructive feedback when things go wrong?\n"
        "\n"
        "What I will try\n"
        "  ☐ Say thank you\n"
    ) == done.out


def test_show_as_json_has_the_documented_shape(program_with_entries):
    done = program_with_entries.run("show", "bbbb", "--json")
    assert {
        "id": "bbbb",
        "date": "2024-04-23T14:30:12+00:00",
        "domain": "acceptance",
        "title": "Acceptance, 23 April 2024",
        "kind": "reflection",
        "tags": ["away-day"],
        "answers": [{"question": "praise", "text": "Do you praise?", "answer": "Seldom."}],
        "takeaway": None,
        "skipped": ["constructive-feedback"],
        "actions": [
            {"text": "Say thank you", "state": "open", "due": None, "closed": None, "note": None}
        ],
        "path": str(next(program_with_entries.journal.glob("*-bbbb.md"))),
    } == json.loads(done.out)


# Entries that can't be read.


def test_a_damaged_entry_is_named_the_others_are_handled_and_the_exit_code_is_4(
    program_with_entries,
):
    damaged = program_with_entries.journal / "2025-01-01-0000-acceptance-dddd.md"
    damaged.write_text("Somebody’s secret, without front matter\n", "utf-8")
    before = damaged.read_bytes()
    for arguments in (["list"], ["list", "--json"], ["export"], ["export", "-f", "json"]):
        done = program_with_entries.run(*arguments)
        assert 4 == done.code
        assert done.err.startswith(f"Left alone: {damaged.name}: ")
        assert 1 == len(done.err.splitlines())
        assert "secret" not in done.out + done.err
        assert "Availability, 23 March 2024" in done.out or "23 Mar 2024  aaaa" in done.out
    done = program_with_entries.run("show", "dddd")
    assert (4, "") == (done.code, done.out)
    assert before == damaged.read_bytes()


# The journal as one document.


def test_export_writes_markdown_to_stdout(program_with_entries):
    done = program_with_entries.run("export")
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith("# Reflection journal\n\n23 March 2024 to 23 November 2026 · 3 ")


def test_export_takes_the_format_from_the_file_name(program_with_entries):
    for name in ("copy.json", "copy.md", "copy"):
        file = program_with_entries.home / name
        done = program_with_entries.run("export", "-o", file)
        assert (0, "") == (done.code, done.out)
        assert done.err.startswith(f"Written: {file}\nIn it, where there are any: ")
    assert 3 == len(
        json.loads((program_with_entries.home / "copy.json").read_text("utf-8"))["entries"]
    )
    assert (program_with_entries.home / "copy.md").read_bytes() == (
        program_with_entries.home / "copy"
    ).read_bytes()


def test_export_as_json_equals_show_without_the_paths(program_with_entries):
    (entry,) = json.loads(program_with_entries.run("export", "-f", "json", "--since", "2026").out)[
        "entries"
    ]
    shown = json.loads(program_with_entries.run("show", "--json").out)
    assert shown == entry | {"path": str(program_with_entries.journal / entry["path"])}


def test_export_by_domain_groups_the_entries(program_with_entries):
    done = program_with_entries.run("export", "--by", "domain")
    assert "\n## Availability\n\n### 23 March 2024\n" in done.out


def test_export_respects_the_filters(program_with_entries):
    done = program_with_entries.run("export", "--domain", "acceptance")
    assert "Seldom." in done.out
    assert "Most of them do." not in done.out


def test_export_replaces_a_file_only_with_force(program_with_entries):
    file = program_with_entries.home / "journal.md"
    file.write_text("precious", "utf-8")
    done = program_with_entries.run("export", "-o", file)
    assert 2 == done.code
    assert f"{file} is there already. Choose another name, or add --force.\n" == done.err
    assert "precious" == file.read_text("utf-8")
    assert 0 == program_with_entries.run("export", "-o", file, "--force").code
    assert file.read_text("utf-8").startswith("# Reflection journal")


def test_an_export_of_no_entries_has_a_message(program):
    program.journal.mkdir()
    done = program.run("export")
    assert 0 == done.code
    assert done.out.startswith("# Reflection journal\n\nNo entries.\n")


@pytest.mark.parametrize("format_name", ["json", "markdown", "csv", "html"])
def test_a_journal_that_is_not_there_is_not_exported(program, format_name, tmp_path):
    backup = tmp_path / "backup"
    backup.write_text("the last good one")
    arguments = ("export", "--format", format_name, "-o", backup, "--force")
    done = program.run("--journal", tmp_path / "missing", *arguments)
    assert (1, "") == (done.code, done.out)
    assert f"There is no journal at {tmp_path / 'missing'}. Nothing was written.\n" == done.err
    assert "the last good one" == backup.read_text()
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("arguments", [(), ("--tag", "nothing")], ids=["no entry", "none fits"])
def test_an_export_without_an_entry_replaces_no_file(program, arguments, tmp_path):
    program.journal.mkdir()
    if arguments:
        program.add_entries(an_entry())
    backup = tmp_path / "backup.json"
    backup.write_text("the last good one")
    done = program.run("export", *arguments, "-o", backup, "--force")
    assert (1, f"No entry fits, so {backup} was left as it is.\n") == (done.code, done.err)
    assert "the last good one" == backup.read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        *[("--journal", "", "list"), ("--journal=", "path"), ("list", "--journal", "")],
        *[("list", "--content", ""), ("list", "--tag="), ("list", "--since", "")],
        *[("search", "word", "--until="), ("coverage", "-d", ""), ("export", "-o", "")],
        *[("export", "--format="), ("reflect", "-q", ""), ("reflect", "--lens", "")],
        *[("show", ""), ("questions", ""), ("import", ""), ("reflect", ""), ("delete", "")],
    ],
    ids=" ".join,
)
def test_an_empty_value_is_a_mistake_and_never_the_default(program_with_entries, arguments):
    before = program_with_entries.entry_texts()
    done = program_with_entries.run(*arguments)
    assert (2, "") == (done.code, done.out)
    assert "empty" in done.err
    assert before == program_with_entries.entry_texts()


# Completion in the shell.


def _completed(program, line: str, shell: str = "bash", **env: str) -> list[str]:
    words = re.split(r"[ \n]", line)
    done = program.run(
        env={
            "_SECUREBASE_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            **env,
        }
    )
    assert (0, "") == (done.code, done.err)
    return done.out.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("securebase ex", ["export"]),
        ("securebase reflect ", [*DOMAINS, "all"]),
        ("securebase reflect a", ["availability", "acceptance", "all"]),
        ("securebase list --domain se", ["sensitivity"]),
        # Bash takes an equals sign for a word of its own.
        ("securebase list --domain = se", ["sensitivity"]),
        ("securebase list --since = 2025 --domain = se", ["sensitivity"]),
        ("securebase list --domain =", [*DOMAINS]),
        ("securebase\nlist\n--domain\n=\nse", ["sensitivity"]),
        ("securebase reflect -q pr", ["problem-solving", "praise"]),
        ("securebase reflect --lens d", ["diversity"]),
        ("securebase show b", ["bbbb"]),
        ("securebase reflect --qu", ["--question", "--quick"]),
    ],
)
def test_the_shell_completes_names(program_with_entries, line, words):
    assert sorted(words) == sorted(_completed(program_with_entries, line))


def test_each_shell_has_completion(program):
    assert ["availability"] == _completed(program, "securebase reflect av", "fish")
    assert '"availability"' in " ".join(_completed(program, "securebase reflect av", "zsh"))


@pytest.mark.parametrize("shell", ["fish", "zsh"])
def test_after_an_equals_sign_the_whole_word_is_offered(program, shell):
    offered = " ".join(_completed(program, "securebase list --domain=SE", shell))
    assert "--domain=SEnsitivity" in offered
    assert "availability" not in offered


def test_of_many_entries_the_ten_newest_are_offered_until_something_is_typed(program):
    program.add_entries(
        *(
            an_entry(id=f"aa{number}", moment=datetime(2026, 1, number, tzinfo=UTC))
            for number in range(10, 25)
        )
    )
    newest = [f"aa{number}" for number in range(24, 14, -1)]
    assert newest == _completed(program, "securebase show ")
    assert 15 == len(_completed(program, "securebase show a"))


def test_unfinished_sittings_are_offered(program):
    program.skip_notice()
    Drafts(program.journal / ".securebase").save(a_draft(id="d2r4"))
    assert ["d2r4"] == _completed(program, "securebase resume d")


def test_completion_of_domains_follows_the_content_file(program):
    content = program.home / "domains.yaml"
    content.write_text(
        "title: Ours\ndomains:\n- id: rest\n  title: Rest\n  quality: I may stop\n"
        "  summary: Stopping.\n  questions:\n  - id: pause\n    text: When do you pause?\n",
        "utf-8",
    )
    line = "securebase reflect r"
    assert ["rest"] == _completed(program, line, SECUREBASE_CONTENT=str(content))


# Taking care of entries.


def test_an_entry_is_edited_deleted_and_restored(program_with_entries):
    editor = program_with_entries.home / "editor.py"
    editor.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text('utf-8').replace('tags: [', 'tags: [edited, '), 'utf-8')\n",
        "utf-8",
    )
    changed = program_with_entries.run("edit", "cccc", env={"EDITOR": f"{sys.executable} {editor}"})
    assert (0, "") == (changed.code, changed.err)
    assert "edited" in program_with_entries.latest_entry()["tags"]

    deleted = program_with_entries.run("delete", "cccc", input="yes\n")
    assert (0, "To get it back: securebase restore cccc\n") == (deleted.code, deleted.err)
    assert ["bbbb", "aaaa"] == [entry["id"] for entry in program_with_entries.saved_entries()]

    assert 2 == program_with_entries.run("restore", "--no-input").code
    assert 0 == program_with_entries.run("restore", "cccc").code
    assert "edited" in program_with_entries.latest_entry()["tags"]


def test_entries_are_purged_only_after_confirmation(program_with_entries):
    dry = program_with_entries.run("delete", "--purge", "--before", "2025", "--dry-run")
    assert (0, "A dry run: 2 entries would be removed for good.\n") == (dry.code, dry.err)
    assert 2 == program_with_entries.run("delete", "--purge", "--before", "2025", "--yes").code
    assert 2 == program_with_entries.run("delete", "--purge", "--before", "2025").code
    assert 3 == len(program_with_entries.saved_entries())
    assert (
        0
        == program_with_entries.run(
            "delete", "--purge", "--before", "2025", input="remove 2\n"
        ).code
    )
    assert ["cccc"] == [entry["id"] for entry in program_with_entries.saved_entries()]


def test_a_draft_is_saved_in_another_folder_or_shown(program):
    program.run("reflect", "-q", "praise", input="Often.\n.pause\n")
    shown = program.run("resume", "--into", "-")
    assert "Often." in shown.out
    assert 1 == len(program.draft_texts())
    other = program.home / "other"
    assert 0 == program.run("resume", "--into", other).code
    assert ["Often."] == [
        answer["answer"]
        for answer in json.loads(program.run("--journal", other, "show", "--json").out)["answers"]
    ]
    assert [] == program.draft_texts() + program.entry_texts()


def test_set_aside_and_into_exclude_each_other(program):
    done = program.run("resume", "--set-aside", "--into", "x")
    assert 2 == done.code
    assert "doesn’t go with --save or --into" in done.err


@pytest.mark.parametrize("command", ["export", "worksheet"])
def test_the_help_of_a_document_says_which_format_is_for_word(program, command):
    assert "docx, for Word" in " ".join(program.run(command, "--help").out.split())


def test_compare_takes_the_words_of_a_question_without_quotation_marks(program_with_entries):
    by_id = program_with_entries.run("compare", "call-on-support")
    typed = ["do", "team", "members", "feel", "they", "can", "call"]
    assert by_id.out == program_with_entries.run("compare", *typed).out
    done = program_with_entries.run("compare", "team", "members", "--no-input")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("“team members” fits more than one question: call-on-support, ")
    done = program_with_entries.run("compare", "buddy", "system")
    assert (2, "") == (done.code, done.out)
    assert "There is no question “buddy system”. `securebase questions` lists them all." in done.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["actions", "done"], "Did you mean `securebase actions tried`?"),
        (["actions", "trid"], "Did you mean `securebase actions tried`?"),
        (["actions", "postpone"], "Did you mean `securebase actions later`?"),
        (["actions", "k3f7.1"], "Choose from: tried, dropped, later."),
        (["aliases", "remov"], "Did you mean `securebase aliases remove`?"),
    ],
    ids=" ".join,
)
def test_a_wrong_word_after_a_command_leads_to_the_right_one(program, arguments, hint):
    done = program.run(*arguments)
    assert (2, "") == (done.code, done.out)
    name, word = arguments
    assert done.err.startswith(f"No such command '{word}'. {hint}\n")
    assert f"More about it: securebase {name} --help" in done.err


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (["list", "availability"], " Put a domain after --domain and a date after --since."),
        (
            ["export", "journal.docx"],
            " Put a file after --output, a domain after --domain and a date after --since.",
        ),
        (
            ["actions", "tried", "k3f7.1", "--note", "it", "went", "well"],
            " Put a note in quotation marks after --note.",
        ),
        (["doctor", "fix"], ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_of_words_too_many_it_is_said_where_they_may_go(program, arguments, where):
    done = program.run(*arguments)
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith(f"There are more words here than this command takes.{where}\n")
