"""Print the oldest version of each dependency that pyproject.toml allows, as constraints of pip."""

import re
import tomllib
from pathlib import Path

# Typer 0.24 warns when it is imported with a later one, which counts as an error in the tests.
CLICK = "click==8.2.1"


def main() -> None:
    pyproject = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    project = pyproject["project"]
    for requirement in project["dependencies"]:
        oldest = re.match(r"(?P<name>[\w-]+)>=(?P<version>[\d.]+)", requirement)
        if oldest is None:
            raise SystemExit(f"{requirement} names no oldest version.")
        print(f"{oldest['name']}=={oldest['version']}")
    print(CLICK)


main()
