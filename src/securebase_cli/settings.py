"""Where things are: what an option says, else the environment, the config file, the platform."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.errors import SettingsError
from securebase_cli.storage import files

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 64 * 1024

_NO = frozenset({"", "0", "no", "off", "false"})
_KEYS: Mapping[str, type] = {"journal": str, "content": str, "plain": bool}


class Settings(NamedTuple):
    """The folder, the content file (None: the one that is shipped), and how to print."""

    journal: Path
    content: Path | None
    plain: bool
    config: Path | None


class GlobalOptions:
    """What the command line says; None and False leave the choice to the environment."""

    def __init__(self) -> None:
        self.journal: Path | None = None
        self.content: Path | None = None
        self.plain = False


def load_settings(options: GlobalOptions, environment: Mapping[str, str] = os.environ) -> Settings:
    """Decide between the four; raises SettingsError for a config file with a mistake."""
    config = _config_path()
    chosen = _config(config) if config else {}
    journal = options.journal or environment.get("SECUREBASE_JOURNAL") or chosen.get("journal")
    content = options.content or environment.get("SECUREBASE_CONTENT") or chosen.get("content")
    if "SECUREBASE_PLAIN" in environment:
        plain = environment["SECUREBASE_PLAIN"].strip().casefold() not in _NO
    else:
        plain = bool(chosen.get("plain"))
    return Settings(
        journal=expand_path(str(journal)) if journal else default_journal(),
        content=expand_path(str(content)) if content else None,
        plain=options.plain or plain,
        config=config,
    )


def default_journal() -> Path:
    """Return the folder that the platform keeps for a program's data, and ours in it."""
    from platformdirs import user_data_path

    try:
        return user_data_path("securebase", appauthor=False) / "journal"
    except RuntimeError:
        raise SettingsError(
            "There is no home folder here. Name the journal folder with --journal DIR."
        ) from None


def expand_path(given: str) -> Path:
    """Return the path that a person means: ~ is their home, and the rest starts from here."""
    return Path(os.path.expanduser(given)).absolute()


def _config_path() -> Path | None:
    from platformdirs import user_config_path

    try:
        return user_config_path("securebase", appauthor=False) / "config.toml"
    except RuntimeError:
        # There is no home folder, and so no config file.
        return None


def _config(path: Path) -> Mapping[str, str | bool]:
    try:
        text = files.read_following_links(path, MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"The config file {path} can't be read.") from None
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"The config file {path} is not TOML: {error}. "
            "A path with backslashes goes in single quotes."
        ) from None
    return {key: _checked(path, key, value) for key, value in found.items()}


def _checked(config: Path, key: str, value: object) -> str | bool:
    if key not in _KEYS:
        known = ", ".join(_KEYS)
        raise SettingsError(f"{config}: unknown key “{key}” (known: {known}).")
    if isinstance(value, bool) and _KEYS[key] is bool:
        return value
    if not isinstance(value, str) or _KEYS[key] is bool:
        kind = "true or false" if _KEYS[key] is bool else "text in quotes"
        raise SettingsError(f"{config}: “{key}” must be {kind}.")
    if not value.isprintable():
        raise SettingsError(f"{config}: “{key}” has a control character in it.")
    # A path that is not absolute starts from the file that names it, not from wherever one is.
    return str(config.parent / os.path.expanduser(value))
