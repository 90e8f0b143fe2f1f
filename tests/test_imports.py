"""The house has floors: what is above may use what is below, and never the other way round."""

import ast
from pathlib import Path

import pytest

import securebase_cli

PACKAGE = Path(securebase_cli.__file__).parent
TOP = {
    *("cli", "options", "desk", "asking", "leaving", "waiting", "piped"),
    *("acting", "taking_stock", "searching", "comparing", "surveying"),
    *("reading", "reflecting", "saving", "editing", "deleting", "doctoring"),
    *("exporting", "delivering", "importing", "aliasing", "deciding"),
}
MAY_USE = {
    "core": {"core"},
    "features": {"core", "features"},
    "terminal": {"core", "features", "terminal"},
    "__main__": {"cli"},
    "__init__": set(),
}
ONLY_IN_TERMINAL = {"rich", "prompt_toolkit"}
ONLY_AT_THE_TOP = {"typer", "click"}

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
each_module = pytest.mark.parametrize("name", MODULES)


def imports(source: str) -> set[str]:
    """Return the dotted names that a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports here are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(found: set[str]) -> set[str]:
    """Return the floors of our own house that are among the names."""
    parts = (name.split(".") for name in found)
    return {name[1] for name in parts if name[0] == "securebase_cli" and len(name) > 1}


def of_module(name: str) -> set[str]:
    return imports(MODULES[name].read_text("utf-8"))


def test_every_kind_of_import_is_seen():
    source = (
        "import a.b\nfrom c import d\nif x:\n    def f():\n        from securebase_cli.e import g"
    )
    assert {"a.b", "c.d", "securebase_cli.e.g"} == imports(source)
    assert {"e"} == ours(imports(source))


@each_module
def test_a_module_belongs_to_a_known_floor(name):
    assert name.split(".")[0] in TOP | MAY_USE.keys()


@each_module
def test_no_import_goes_up(name):
    floor = name.split(".")[0]
    allowed = MAY_USE.get(floor, TOP | {"core", "features", "terminal", "__version__"})
    assert set() == ours(of_module(name)) - allowed


def test_errors_import_nothing_of_ours():
    assert set() == ours(of_module("core.errors"))


@each_module
def test_typer_is_used_at_the_top_only(name):
    used = {found.split(".")[0] for found in of_module(name)} & ONLY_AT_THE_TOP
    assert name in TOP or not used
    assert "click" not in used


@each_module
def test_rich_and_prompt_toolkit_are_used_in_the_terminal_only(name):
    used = {found.split(".")[0] for found in of_module(name)} & ONLY_IN_TERMINAL
    assert name.startswith("terminal.") or not used


# What opens, names or removes a file; `system` is the other half of `files`.
TOUCHES_FILES = {
    *("open", "link", "rename", "replace", "unlink", "mkdir", "rmdir", "listdir", "scandir"),
    *("read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "touch"),
}
# The streams' way out, which is no file; and values and texts have methods of these names, too.
FILES = {"core.files", "core.system", "leaving"}


@pytest.mark.parametrize("name", sorted(set(MODULES) - FILES))
def test_every_file_operation_goes_through_one_module(name):
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    of_os = {
        call.attr
        for call in calls
        if isinstance(call, ast.Attribute)
        and isinstance(call.value, ast.Name)
        and call.value.id in {"os", "shutil", "path", "folder", "file", "copy"}
    }
    by_name = {call.id for call in calls if isinstance(call, ast.Name)}
    assert set() == (of_os | (by_name & {"open"})) & TOUCHES_FILES
