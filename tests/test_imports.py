"""Imports go one way: each room of the package may import what stands before it, or itself."""

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

import securebase_cli

PACKAGE = Path(securebase_cli.__file__).parent

# From bottom to top: a room may import those before it, and itself.
LAYERS = (
    *("hints", "plurals", "errors", "dates", "model", "streams"),
    "entry_format",
    *("storage", "settings"),
    "sync",
    "instrument",
    *("review", "pseudonyms"),
    "json_records",
    "documents",
    "ui",
    *("exit", "app"),
    "sitting",
    "web_page",
    "commands",
    "cli",
    "__main__",
)

# Libraries that may be imported in these rooms only.
ALLOWED_IN = {
    "typer": ("cli", "commands"),
    "rich": ("ui",),
    # Vendored by Typer from 0.26 on.
    "click": (),
}

FILE_CALLS = {
    *("open", "link", "rename", "replace", "unlink", "mkdir", "rmdir", "listdir", "scandir"),
    *("read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "touch"),
}
# Objects whose methods of these names do touch files; texts and values have such methods, too.
FILE_OBJECTS = {"os", "shutil", "path", "folder", "file", "copy"}
# `streams` opens the null device in place of closed streams, which is no file of a person.
MAY_CALL_FILES = ("storage", "streams")


class Import(NamedTuple):
    """An import of one module by another, wherever in it the import stands."""

    importer: str
    imported: str


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


MODULES = {module_name(path): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def imported_names(source: str) -> set[str]:
    """Return the dotted names that a module imports, also in functions and for type checkers."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


IMPORTS = [
    Import(importer, name)
    for importer, source in MODULES.items()
    for name in sorted(imported_names(source))
]
OWN_IMPORTS = [
    Import(importer, imported.removeprefix("securebase_cli."))
    for importer, imported in IMPORTS
    if imported.startswith("securebase_cli.") and imported != "securebase_cli.__version__"
]


def room_of(module: str) -> str:
    return module.partition(".")[0]


def climbs(importer: str, imported: str) -> bool:
    """Whether an import is of a higher room."""
    return LAYERS.index(room_of(importer)) < LAYERS.index(room_of(imported))


def command_of(name: str) -> str | None:
    """Return the command whose module a dotted name is, or is part of."""
    parts = name.split(".")
    is_command = len(parts) > 1 and parts[0] == "commands" and parts[1][0] != "_"
    return parts[1] if is_command else None


def file_calls(source: str) -> set[str]:
    """Return the names of the calls in a module that open, name or remove a file."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id == "open":
            found.add("open")
        elif (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id in FILE_OBJECTS
        ):
            found.add(function.attr)
    return found & FILE_CALLS


def test_every_import_is_seen_wherever_it_stands():
    source = (
        "import a.b\n"
        "from c import d\n"
        "if TYPE_CHECKING:\n"
        "    def f():\n"
        "        from securebase_cli.e import g\n"
    )
    assert {"a.b", "c.d", "securebase_cli.e.g"} == imported_names(source)


@pytest.mark.parametrize(
    ("importer", "imported", "is_climb"),
    [
        ("storage.files", "errors.SavingError", False),
        ("storage.files", "storage.locks", False),
        ("errors", "model.Entry", True),
        ("sitting.save", "commands.actions", True),
        ("settings", "storage.files", False),
        ("storage.files", "settings", True),
        ("commands.list", "cli.program", True),
    ],
)
def test_a_climb_is_an_import_of_a_higher_room(importer, imported, is_climb):
    assert is_climb == climbs(importer, imported)


def test_every_module_belongs_to_a_room():
    assert {room_of(module) for module in MODULES} - {"__init__"} == set(LAYERS)


def test_no_import_climbs():
    assert [] == [item for item in OWN_IMPORTS if climbs(*item)]


def test_no_command_imports_another():
    between = [
        item
        for item in OWN_IMPORTS
        if command_of(item.imported) not in {None, command_of(item.importer)}
        and room_of(item.importer) == "commands"
    ]
    assert [] == between


@pytest.mark.parametrize("library", ALLOWED_IN)
def test_a_library_is_imported_in_its_rooms_only(library):
    importers = {item.importer for item in IMPORTS if room_of(item.imported) == library}
    assert set() == {name for name in importers if room_of(name) not in ALLOWED_IN[library]}


def test_calls_on_files_are_seen_by_the_name_of_what_they_are_called_on():
    source = "os.open(x, 0)\nopen(y)\npath.read_text()\ntext.replace('a', 'b')\nos.fspath(x)"
    assert {"open", "read_text"} == file_calls(source)


def test_only_storage_touches_files():
    outside = {
        module: calls
        for module, source in MODULES.items()
        if room_of(module) not in MAY_CALL_FILES and (calls := file_calls(source))
    }
    assert {} == outside
