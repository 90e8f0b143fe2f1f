"""Where things are: what an option says, else the environment, the config file, the platform."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO = frozenset({"", "0", "no", "off", "false"})
_KEYS: Mapping[str, type] = {"journal": str, "content": str, "plain": bool}


class Settings(NamedTuple):
    """The folder, the content file (None: the one that is shipped), and how to print."""

    journal: Path
    content: Path | None
    plain: bool
    config: Path


class Options:
    """What the command line says; None and False leave the choice to the environment."""

    def __init__(self) -> None:
        self.journal: Path | None = None
        self.content: Path | None = None
        self.plain = False


def settle(options: Options, environment: Mapping[str, str] = os.environ) -> Settings:
    """Decide between the four; raises SettingsError for a config file with a mistake."""
    config = _config_path()
    chosen = _config(config)
    journal = options.journal or environment.get("SECUREBASE_JOURNAL") or chosen.get("journal")
    content = options.content or environment.get("SECUREBASE_CONTENT") or chosen.get("content")
    if "SECUREBASE_PLAIN" in environment:
        plain = environment["SECUREBASE_PLAIN"].strip().casefold() not in _NO
    else:
        plain = bool(chosen.get("plain"))
    return Settings(
        journal=_path(journal) if journal else default_journal(),
        content=_path(content) if content else None,
        plain=options.plain or plain,
        config=config,
    )


def default_journal() -> Path:
    """Return the folder that the platform keeps for a program's data, and ours in it."""
    from platformdirs import user_data_path

    return user_data_path("securebase", appauthor=False) / "journal"


def _config_path() -> Path:
    from platformdirs import user_config_path

    return user_config_path("securebase", appauthor=False) / "config.toml"


def _config(path: Path) -> Mapping[str, object]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"The config file {path} can't be read.") from None
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The config file {path} is not TOML: {error}.") from None
    for key, value in found.items():
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise SettingsError(f"{path}: unknown key “{key}” (known: {known}).")
        if not isinstance(value, _KEYS[key]):
            kind = "true or false" if _KEYS[key] is bool else "text in quotes"
            raise SettingsError(f"{path}: “{key}” must be {kind}.")
    return found


def _path(given: object) -> Path:
    return Path(str(given)).expanduser().absolute()
