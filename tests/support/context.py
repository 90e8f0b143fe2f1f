"""Calls a command as a function: the context that Typer would hand it."""

import typer
from typer.core import TyperCommand

from securebase_cli.app import App


def context(app: App) -> typer.Context:
    """Return a context in which a command finds this app."""
    return typer.Context(TyperCommand("test"), obj=app)
