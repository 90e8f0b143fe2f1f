"""Run the program, as `securebase` and as `python -m securebase_cli`."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # `python -m` looks for every module in the current folder first, and would run a `typer.py`
    # that lies there.
    del sys.path[0]

import gc
import os


def main() -> None:
    """Run the program, and exit with its code."""
    if os.name == "nt":
        # Programs, such as the editor, are not looked for in the current folder either.
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    # Modules live until the end, so a search for garbage among them is a waste of time.
    gc.disable()
    from securebase_cli.cli import program

    gc.freeze()
    gc.enable()
    try:
        program(prog_name="securebase")
    except SystemExit as exit_request:
        # The streams are flushed by now. An ordinary exit destroys each object, which takes as
        # long as the start of Python.
        os._exit(exit_request.code if isinstance(exit_request.code, int) else 0)


if __name__ == "__main__":
    main()
