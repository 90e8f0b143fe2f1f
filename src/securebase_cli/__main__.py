"""Starts the program, as `securebase` and as `python -m securebase_cli`, and ends it at once."""

import gc
import os


def main() -> None:
    """Run the program, and leave with its exit code."""
    # What is loaded now is needed to the end: to search it for garbage only takes time.
    gc.disable()
    from securebase_cli.cli import program

    gc.freeze()
    gc.enable()
    try:
        program(prog_name="securebase")
    except SystemExit as end:
        # The streams are written out by now; to take everything apart piece by piece takes as
        # long as it takes Python to start.
        os._exit(end.code if isinstance(end.code, int) else 0)


if __name__ == "__main__":
    main()
