"""Settings: from an option, else the environment, else the config file, else the platform."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from securebase_cli.errors import SettingsError
from securebase_cli.storage import files

MAX_BYTES = 64 * 1024

_FALSE = frozenset({"", "0", "no", "off", "false"})
_TYPES: Mapping[str, type] = {
    "journal": str,
    "content": str,
    "plain": bool,
    "keep": str,
    "keys": str,
}
# How long entries are kept: a number of days, weeks, months or years.
_LENGTH_OF_TIME = re.compile(r"[1-9][0-9]{0,2}[dwmy]")


class Settings(NamedTuple):
    """The journal folder, the content file, plain output, and the config file.

    `content` is None for the content that is part of the program, `config` if there is no home
    folder. `keep` is how long entries are to be kept, such as “2y”; None is for ever. `keys` are
    the keys of an input field: those of “vi”, or None for the usual ones.
    """

    journal: Path
    content: Path | None
    plain: bool
    config: Path | None
    keep: str | None = None
    keys: str | None = None


class GlobalOptions:
    """The options of the command line; None and False leave a setting to the other sources."""

    journal: Path | None = None
    content: Path | None = None
    plain = False
    no_pager = False


def load_settings(options: GlobalOptions, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in effect; raises SettingsError for a mistake in the config file."""
    from platformdirs import user_config_path

    try:
        config = user_config_path("securebase", appauthor=False) / "config.toml"
    except RuntimeError:
        # There is no home folder.
        config = None
    configured = _read_config(config) if config else {}
    journal = options.journal or environment.get("SECUREBASE_JOURNAL") or configured.get("journal")
    content = options.content or environment.get("SECUREBASE_CONTENT") or configured.get("content")
    if "SECUREBASE_PLAIN" in environment:
        plain = _is_on(environment["SECUREBASE_PLAIN"])
    else:
        plain = bool(configured.get("plain")) or _is_on(environment.get("ACCESSIBLE", ""))
    return Settings(
        journal=expand_path(str(journal)) if journal else default_journal(),
        content=expand_path(str(content)) if content else None,
        plain=options.plain or plain,
        config=config,
        keep=str(configured["keep"]) if "keep" in configured else None,
        keys=str(configured["keys"]) if "keys" in configured else None,
    )


def _is_on(value: str) -> bool:
    return value.strip().casefold() not in _FALSE


def default_journal() -> Path:
    """Return the journal in the platform's folder for a program's data."""
    from platformdirs import user_data_path

    try:
        return user_data_path("securebase", appauthor=False) / "journal"
    except RuntimeError:
        raise SettingsError(
            "There is no home folder here. Name the journal folder with --journal DIR."
        ) from None


def expand_path(path: str) -> Path:
    """Return the absolute path, with `~` for the home folder."""
    return Path(os.path.expanduser(path)).absolute()


def _read_config(path: Path) -> Mapping[str, str | bool]:
    try:
        text = files.read_following_links(path, MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"The config file {path} can't be read.") from None
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"The config file {path} is not TOML: {error}. "
            "A path with backslashes goes in single quotes."
        ) from None
    for key, value in values.items():
        if key not in _TYPES:
            raise SettingsError(f"{path}: unknown key “{key}” (known: {', '.join(_TYPES)}).")
        if not isinstance(value, _TYPES[key]):
            expected = "true or false" if _TYPES[key] is bool else "text in quotes"
            raise SettingsError(f"{path}: “{key}” must be {expected}.")
        if isinstance(value, str):
            if not value.strip():
                raise SettingsError(f"{path}: “{key}” is empty.")
            if not value.isprintable():
                raise SettingsError(f"{path}: “{key}” has a control character in it.")
            if key == "keep":
                if not _LENGTH_OF_TIME.fullmatch(value):
                    raise SettingsError(
                        f"{path}: “keep” must be a number of days, weeks, months or years, such as "
                        '"90d", "26w", "18m" or "2y".'
                    )
            elif key == "keys":
                if value != "vi":
                    raise SettingsError(f'{path}: “keys” can only be "vi".')
            else:
                # A relative path is relative to the config file, not to the current folder.
                values[key] = str(path.parent / os.path.expanduser(value))
    return values
