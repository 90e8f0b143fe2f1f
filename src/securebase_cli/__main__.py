"""Makes `python -m securebase_cli` the same as `securebase`."""

from securebase_cli.cli import app

app(prog_name="securebase")
