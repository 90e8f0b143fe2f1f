"""Where things are: an option counts before the environment, the config file, the platform."""

from pathlib import Path
from typing import Any

import pytest

from securebase_cli.errors import SettingsError
from securebase_cli.settings import GlobalOptions, default_journal, load_settings

pytestmark = pytest.mark.posix("XDG variables and paths without a drive")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def config(home):
    path = home / "config" / "securebase" / "config.toml"
    path.parent.mkdir(parents=True)

    def write(text: str | bytes) -> Path:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def _options(**chosen: Any) -> GlobalOptions:
    options = GlobalOptions()
    for name, value in chosen.items():
        setattr(options, name, value)
    return options


def test_without_a_word_the_platform_decides(home):
    settings = load_settings(GlobalOptions(), {})
    assert home / "data" / "securebase" / "journal" == settings.journal == default_journal()
    assert home / "config" / "securebase" / "config.toml" == settings.config
    assert settings.content is None
    assert settings.plain is False


def test_the_config_file_counts_before_the_platform(config):
    path = config('journal = "/from/config"\ncontent = "/c/domains.yaml"\nplain = true\n')
    settings = load_settings(GlobalOptions(), {})
    assert (Path("/from/config"), Path("/c/domains.yaml"), True, path) == (
        settings.journal,
        settings.content,
        settings.plain,
        settings.config,
    )


@pytest.mark.parametrize("keep", ["90d", "26w", "18m", "2y", "999y"])
def test_how_long_entries_are_kept_is_a_length_of_time(config, keep):
    config(f'keep = "{keep}"')
    assert keep == load_settings(GlobalOptions(), {}).keep


def test_without_a_word_entries_are_kept_for_ever(home):
    assert load_settings(GlobalOptions(), {}).keep is None


def test_the_environment_counts_before_the_config_file(config):
    config('journal = "/from/config"\ncontent = "/c/domains.yaml"\nplain = true\n')
    settings = load_settings(
        GlobalOptions(),
        {
            "SECUREBASE_JOURNAL": "/from/env",
            "SECUREBASE_CONTENT": "/e/domains.yaml",
            "SECUREBASE_PLAIN": "0",
        },
    )
    assert (Path("/from/env"), Path("/e/domains.yaml"), False) == (
        settings.journal,
        settings.content,
        settings.plain,
    )


def test_an_option_counts_before_everything(config):
    config('journal = "/from/config"\nplain = false\n')
    settings = load_settings(
        _options(journal=Path("/option"), content=Path("/o/domains.yaml"), plain=True),
        {"SECUREBASE_JOURNAL": "/from/env", "SECUREBASE_PLAIN": "no"},
    )
    assert (Path("/option"), Path("/o/domains.yaml"), True) == (
        settings.journal,
        settings.content,
        settings.plain,
    )


def test_an_empty_variable_says_nothing(config):
    config('journal = "/from/config"\n')
    assert (
        Path("/from/config") == load_settings(GlobalOptions(), {"SECUREBASE_JOURNAL": ""}).journal
    )


@pytest.mark.parametrize("value", ["1", "yes", "TRUE", "anything"])
def test_a_variable_turns_plain_on(home, value):
    assert load_settings(GlobalOptions(), {"SECUREBASE_PLAIN": value}).plain is True
    assert home


def test_what_asks_every_program_for_accessible_output_turns_plain_on(config):
    config("plain = false")
    assert load_settings(GlobalOptions(), {"ACCESSIBLE": "1"}).plain
    assert not load_settings(GlobalOptions(), {"ACCESSIBLE": "0"}).plain
    assert not load_settings(GlobalOptions(), {"ACCESSIBLE": "1", "SECUREBASE_PLAIN": "0"}).plain


def test_the_keys_of_vi_are_a_setting(config):
    assert load_settings(GlobalOptions(), {}).keys is None
    config('keys = "vi"')
    assert "vi" == load_settings(GlobalOptions(), {}).keys


@pytest.mark.parametrize("value", ["", "0", "no", "Off", " false "])
def test_a_variable_turns_plain_off(config, value):
    config("plain = true\n")
    assert load_settings(GlobalOptions(), {"SECUREBASE_PLAIN": value}).plain is False


def test_the_real_environment_is_asked(home, monkeypatch):
    monkeypatch.setenv("SECUREBASE_JOURNAL", str(home / "real"))
    assert home / "real" == load_settings(GlobalOptions()).journal


def test_a_path_may_begin_at_home_or_here(home, monkeypatch):
    monkeypatch.chdir(home)
    assert home / "notes" == load_settings(_options(journal=Path("~/notes")), {}).journal
    assert home / "here" == load_settings(_options(journal=Path("here")), {}).journal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("journal = ", "is not TOML: "),
        ("jurnal = 'a'", "unknown key “jurnal” (known: journal, content, plain, keep, keys)."),
        ("journal = 3", "“journal” must be text in quotes."),
        ("journal = ''", "“journal” is empty."),
        ("content = true", "“content” must be text in quotes."),
        ("plain = 'yes'", "“plain” must be true or false."),
        ("plain = 1", "“plain” must be true or false."),
        *(
            (f"keep = '{keep}'", "“keep” must be a number of days, weeks, months or years")
            for keep in ("2", "y", "0y", "two years", "2024", "1000y", "-1y")
        ),
        ("keys = 'emacs'", '“keys” can only be "vi".'),
        (b"\xff", "can't be read."),
    ],
)
def test_a_mistake_in_the_config_file_is_named(config, text, words):
    path = config(text)
    with pytest.raises(SettingsError) as refused:
        load_settings(_options(journal=Path("/option")), {})
    assert str(path) in str(refused.value)
    assert words in str(refused.value)


def test_a_config_file_that_is_a_folder_is_named(home):
    path = home / "config" / "securebase" / "config.toml"
    path.mkdir(parents=True)
    with pytest.raises(SettingsError) as refused:
        load_settings(GlobalOptions(), {})
    assert f"The config file {path} can't be read." == str(refused.value)


def test_a_config_file_may_begin_with_a_byte_order_mark(config, home):
    config(b"\xef\xbb\xbfplain = true\n")
    assert load_settings(GlobalOptions(), {}).plain


def test_a_path_in_the_config_file_starts_from_its_folder(config):
    path = config("journal = 'mine'\ncontent = '~/charter.yaml'\n")
    settings = load_settings(GlobalOptions(), {})
    assert path.parent / "mine" == settings.journal
    assert Path.home() / "charter.yaml" == settings.content


def test_a_windows_path_in_the_wrong_quotes_is_explained(config):
    config('journal = "C:\\Users\\me"\n')
    with pytest.raises(SettingsError, match="goes in single quotes"):
        load_settings(GlobalOptions(), {})


def test_a_path_with_a_control_character_is_refused(config):
    config('journal = "\\u0000x"\n')
    with pytest.raises(SettingsError, match="“journal” has a control character"):
        load_settings(GlobalOptions(), {})


def test_the_home_of_an_unknown_user_is_an_ordinary_name(home):
    journal = load_settings(_options(journal=Path("~nobody-of-this-name/j")), {}).journal
    assert "~nobody-of-this-name" == journal.parent.name


def test_without_a_home_the_journal_must_be_named(monkeypatch):
    def homeless(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("platformdirs.user_config_path", homeless)
    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    with pytest.raises(SettingsError, match="no home folder here"):
        load_settings(GlobalOptions(), {})
    settings = load_settings(_options(journal=Path("j")), {})
    assert (Path("j").absolute(), None) == (settings.journal, settings.config)
