"""The model as a diagram of box-drawing characters."""

import pytest

from securebase_cli.ui.pages import model_diagram

# The directions in which a character has lines: up, right, down, left.
ARMS = {
    "─": "rl",
    "│": "ud",
    "╭": "rd",
    "╮": "dl",
    "╰": "ur",
    "╯": "ul",
    "├": "urd",
    "┤": "udl",
    "┬": "rdl",
    "┴": "url",
}
STEPS = {"u": (-1, 0, "d"), "d": (1, 0, "u"), "r": (0, 1, "l"), "l": (0, -1, "r")}


def _loose_ends(picture: list[str]) -> list[tuple[int, int, str]]:
    """Return the ends of lines that do not meet a line."""

    def at(row: int, column: int) -> str:
        inside = 0 <= row < len(picture) and 0 <= column < len(picture[row])
        return picture[row][column] if inside else " "

    return [
        (row, column, arm)
        for row, line in enumerate(picture)
        for column, character in enumerate(line)
        for arm in ARMS.get(character, "")
        for down, right, back in [STEPS[arm]]
        if back not in ARMS.get(at(row + down, column + right), "")
    ]


def _words(picture: list[str]) -> set[str]:
    return set("".join(" " if c in ARMS else c for c in "\n".join(picture)).split())


def test_every_line_leads_from_a_box_to_a_box(content):
    assert [] == _loose_ends(model_diagram.draw(content.domains))


def test_a_line_that_ends_nowhere_would_be_found():
    assert [(0, 0, "l"), (0, 1, "r")] == _loose_ends(["──"])


def test_there_is_a_box_for_the_secure_base_and_one_for_each_domain(content):
    picture = model_diagram.draw(content.domains)
    words = _words(picture)
    assert {"Secure", "base"} <= words
    for domain in content.domains:
        assert set(f"{domain.title} “{domain.quality}”".split()) <= words


def test_lines_have_the_stated_width_and_no_trailing_spaces(content):
    picture = model_diagram.draw(content.domains)
    assert model_diagram.WIDTH == max(map(len, picture))
    assert [line.rstrip() for line in picture] == picture


def test_long_titles_and_qualities_make_boxes_taller(content):
    long = content.domains[0]._replace(
        title="Being there whatever happens",
        quality="Somebody is always there for me, come what may",
    )
    for place in range(5):
        domains = (*content.domains[:place], long, *content.domains[place + 1 :])
        picture = model_diagram.draw(domains)
        assert [] == _loose_ends(picture)
        assert {"“Somebody", "always", "me,", "may”"} <= _words(picture)


@pytest.mark.parametrize(("width", "fits"), [(77, False), (78, True), (200, True)])
def test_the_window_must_be_wide_enough(content, width, fits):
    assert fits is model_diagram.fits(content.domains, width)


def test_there_must_be_five_domains(content):
    assert not model_diagram.fits(content.domains[:4], 100)


@pytest.mark.parametrize("title", ["支え合い", "Ａvailability", "Disponibilite\u0301"])
def test_all_characters_must_be_one_column_wide(content, title):
    domains = (content.domains[0]._replace(title=title), *content.domains[1:])
    assert not model_diagram.fits(domains, 100)
    assert model_diagram.fits(
        (content.domains[0]._replace(title="Zugänglichkeit"), *domains[1:]), 100
    )
