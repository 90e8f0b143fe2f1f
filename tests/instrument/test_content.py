"""The content file: what is shipped is the instrument, and a mistake is named where it stands."""

import json
from pathlib import Path

import pytest
import yaml

import securebase_cli
from securebase_cli.entry_format.strict_yaml import load, load_shipped
from securebase_cli.errors import AmbiguousNameError, ContentError, UnknownNameError, UsageError
from securebase_cli.instrument.content import (
    ALL_DOMAINS,
    MAX_BYTES,
    SHIPPED_CONTENT,
    questions_of,
    read_content,
)
from securebase_cli.model import Domain, Lens, Question

# Which questions suit a team is for this program to say, not for the instrument.
OWN_THEMES = {"team-session", "with-care"}
INSTRUMENT = json.loads(Path(__file__).with_name("instrument.json").read_text("utf-8"))

QUALITIES = [
    ("availability", "Availability", "People are there for me"),
    ("sensitivity", "Sensitivity", "My feelings are manageable"),
    ("acceptance", "Acceptance", "I don’t always have to be strong"),
    ("co-operation", "Co-operation", "I can work with others to find a solution"),
    ("team-membership", "Team membership", "I am valued and I belong"),
]

SMALL = """\
title: A small model
domains:
  - id: first-one
    title: The first
    quality: I begin
    summary: One
    questions:
      - id: why
        text: Why
          now?
        themes: [power, self]
      - id: how
        text: How?
        follows: why
"""


@pytest.fixture
def content_file(tmp_path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "domains.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def _ids(items) -> list[str]:
    return [item.id for item in items]


def _refusal(path: Path) -> str:
    with pytest.raises(ContentError) as refused:
        read_content(path)
    return str(refused.value).replace(str(path), "FILE")


# What is shipped.


def test_the_questions_are_the_instrument_word_for_word(content):
    assert INSTRUMENT == [
        {
            "domain": question.domain,
            "slug": question.id,
            "text": question.text,
            "follows": question.follows,
            "themes": [theme for theme in question.themes if theme not in OWN_THEMES],
        }
        for question in content.questions
    ]


def test_six_questions_suit_a_team_as_they_stand_and_two_of_them_with_care(content):
    assert [
        "diversity-and-availability",
        "everyone-contributes",
        "diversity-and-emotions",
        "acknowledged-in-team",
        "diversity-and-judgements",
        "managing-judgements",
    ] == [question.id for question in content.questions_by_theme("team-session")]
    assert ["diversity-and-judgements", "managing-judgements"] == [
        question.id for question in content.questions_by_theme("with-care")
    ]


def test_there_are_36_questions_in_five_domains(content):
    assert [7, 8, 7, 4, 10] == [len(domain.questions) for domain in content.domains]


def test_each_domain_has_its_quality(content):
    assert QUALITIES == [(domain.id, domain.title, domain.quality) for domain in content.domains]


def test_ten_questions_are_in_the_lens_and_at_least_one_a_domain(content):
    found = content.questions_by_theme("Diversity and power")
    assert Lens("Diversity and power", ("diversity", "power")) == content.lens
    assert 10 == len(found)
    assert {domain.id for domain in content.domains} == {question.domain for question in found}


def test_nine_questions_follow_another_and_two_of_them_not_the_one_above(content):
    above = {b.id: a.id for a, b in zip(content.questions, content.questions[1:], strict=False)}
    following = [question for question in content.questions if question.follows]
    assert 9 == len(following)
    assert ["joint-responsibility", "away-days"] == [
        question.id for question in following if question.follows != above[question.id]
    ]


def test_fourteen_questions_are_closed(content):
    assert 14 == sum(question.is_closed for question in content.questions)


def test_the_content_credits_its_sources_and_says_that_it_is_not_official(content):
    assert "The team as a secure base" == content.title
    assert 4 == len(content.sources)
    assert "not an official tool" in content.about
    assert all(domain.summary for domain in content.domains)


def test_the_shipped_file_is_read_alike_with_and_without_libyaml(monkeypatch):
    text = SHIPPED_CONTENT.read_text("utf-8")
    quickly = load_shipped(text, max_length=MAX_BYTES)
    assert load(text, max_length=MAX_BYTES) == quickly
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert quickly == load_shipped(text, max_length=MAX_BYTES)


def test_the_shipped_file_is_the_one_that_people_edit():
    edited = Path(__file__).parents[2] / "content" / "domains.yaml"
    assert edited.read_bytes() == SHIPPED_CONTENT.read_bytes()


def test_the_package_needs_no_links():
    package = Path(securebase_cli.__file__).parent
    assert [] == [path for path in package.rglob("*") if path.is_symlink()]


# Finding things in it.


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("acceptance", "acceptance"),
        ("ACC", "acceptance"),
        ("cooperation", "co-operation"),
        ("Co‑operation", "co-operation"),
        ("co\u00adoperation", "co-operation"),
        ("co–op", "co-operation"),
        ("Co-operation", "co-operation"),
        ("co op", "co-operation"),
        ("Team membership", "team-membership"),
        ("team_mem", "team-membership"),
        ("s", "sensitivity"),
    ],
)
def test_a_domain_is_found_by_id_title_or_beginning(content, given, found):
    assert found == content.find_domain(given).id


def test_a_beginning_that_fits_several_domains_is_refused_with_all_of_them(content):
    with pytest.raises(AmbiguousNameError, match=r"availability, acceptance"):
        content.find_domain("a")


@pytest.mark.parametrize("given", ["", "-", "acceptences", "vailability"])
def test_an_unknown_domain_is_refused(content, given):
    with pytest.raises(UnknownNameError, match=f"There is no domain “{given}”"):
        content.find_domain(given)


def test_a_name_in_full_is_never_ambiguous(content_file):
    longer = SMALL + SMALL.partition("domains:\n")[2].replace("first-one", "first-one-more")
    longer = longer.replace("id: why\n", "id: who\n", 1).replace("id: how\n", "id: what\n", 1)
    found = read_content(content_file(longer.replace("follows: why\n", "follows: who\n", 1)))
    assert "first-one" == found.find_domain("firstone").id


def test_an_id_as_it_is_written_is_never_ambiguous(content_file):
    text = SMALL + SMALL.partition("domains:\n")[2].replace("first-one", "firstone")
    text = text.replace("id: why\n", "id: who\n", 1).replace("id: how\n", "id: what\n", 1)
    found = read_content(content_file(text.replace("follows: why\n", "follows: who\n", 1)))
    assert "first-one" == found.find_domain("first-one").id
    assert "firstone" == found.find_domain("firstone").id


def test_a_question_is_found_by_its_id(content):
    assert "How could this be managed?" == content.find_question(" Managing-Judgements ").text
    with pytest.raises(UnknownNameError, match="Did you mean praise"):
        content.find_question("prase")
    with pytest.raises(UnknownNameError, match="`securebase questions --ids` lists them all"):
        content.find_question("xyz")


@pytest.mark.parametrize(
    ("given", "domains"),
    [
        ([], []),
        (["acceptance"], ["acceptance"]),
        (["team", "avail"], ["team-membership", "availability"]),
        (["acceptance", "Acceptance"], ["acceptance"]),
        (
            [" ALL "],
            ["availability", "sensitivity", "acceptance", "co-operation", "team-membership"],
        ),
        (
            ["team", "all"],
            ["team-membership", "availability", "sensitivity", "acceptance", "co-operation"],
        ),
    ],
)
def test_domains_come_once_in_the_order_they_were_named(content, given, domains):
    assert domains == _ids(content.find_domains(given))


def test_an_unknown_domain_among_others_is_refused(content):
    with pytest.raises(UnknownNameError):
        content.find_domains(["acceptance", "xyz"])


def test_every_question_of_the_domains_in_order(content):
    domains = content.find_domains(["co-operation", "acceptance"])
    questions = questions_of(domains)
    assert 11 == len(questions)
    assert ["problem-solving", "skills-sharing"] == _ids(questions)[:2]
    assert "managing-judgements" == questions[-1].id


def test_questions_named_come_in_the_contents_order_each_once(content):
    given = ["managing-judgements", "praise", "diversity-and-judgements", "praise"]
    assert ["praise", "diversity-and-judgements", "managing-judgements"] == _ids(
        content.find_questions(given, ())
    )


def test_questions_named_must_belong_to_the_domains_named(content):
    acceptance = content.find_domain("acceptance")
    assert ["praise"] == _ids(content.find_questions(["praise"], [acceptance]))
    with pytest.raises(UsageError) as refused:
        content.find_questions(["praise", "induction"], [acceptance])
    assert (
        "The question “induction” belongs to Team membership, which is not among the domains named."
        == str(refused.value)
    )


def test_an_unknown_question_is_refused(content):
    with pytest.raises(UnknownNameError, match="There is no question “prais3”"):
        content.find_questions(["prais3"], ())


def test_a_lens_goes_across_all_domains_or_those_named(content):
    assert 10 == len(content.questions_by_theme("diversity and power", ()))
    named = [content.find_domain("co-operation"), content.find_domain("acceptance")]
    assert ["diversity-and-judgements", "managing-judgements", "diversity-as-strength"] == _ids(
        content.questions_by_theme("diversity", named)
    )


def test_a_lens_that_a_domain_does_not_have_is_refused(content):
    named = [content.find_domain("availability"), content.find_domain("acceptance")]
    with pytest.raises(UsageError) as refused:
        content.questions_by_theme("power", named)
    assert "No question in Availability, Acceptance has the theme “power”." == str(refused.value)


def test_in_a_list_a_question_says_what_it_follows_unless_that_stands_above_it(content):
    first, asked = content.find_question("call-on-support"), content.find_question("asked-directly")
    other = content.find_question("praise")
    assert [(first, first.text), (asked, asked.text)] == list(content.texts_in_list([first, asked]))
    alone = f"{asked.text} (after: {first.text})"
    assert [alone] == [words for _, words in content.texts_in_list([asked])]
    assert [first.text, other.text, alone] == [
        words for _, words in content.texts_in_list([first, other, asked])
    ]


def test_a_lens_is_a_theme_or_the_watched_one_by_its_title(content):
    assert ["power-and-vulnerability", "support-despite-power"] == [
        question.id for question in content.questions_by_theme("Power")
    ]
    assert content.questions_by_theme("next-step") == content.questions_by_theme("next step")
    assert content.questions_by_theme("diversity and power") == content.questions_by_theme(
        "Diversity and power"
    )
    with pytest.raises(UnknownNameError, match="Did you mean diversity"):
        content.questions_by_theme("divers")


def test_themes_come_in_the_order_in_which_they_first_appear(content):
    assert (
        *("team", "self", "next-step", "strengths", "diversity", "team-session"),
        *("inclusion", "power", "with-care"),
    ) == content.themes


def test_titles_by_id(content):
    assert [(domain, title) for domain, title, _ in QUALITIES] == [*content.domain_titles().items()]


# Somebody's own file.


def test_a_file_of_ones_own_needs_no_lens_no_sources_and_no_notice(content_file):
    found = read_content(content_file(SMALL))
    why = Question("why", "first-one", "Why now?", None, ("power", "self"))
    how = Question("how", "first-one", "How?", "why")
    assert (Domain("first-one", "The first", "I begin", "One", (why, how)),) == found.domains
    assert ("A small model", None, "", ()) == (found.title, found.lens, found.about, found.sources)
    with pytest.raises(UnknownNameError):
        found.questions_by_theme("Diversity and power")


def test_a_file_with_a_byte_order_mark_is_read(content_file):
    assert "A small model" == read_content(content_file(b"\xef\xbb\xbf" + SMALL.encode())).title


def _with(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "FILE, line 1: not a mapping (“key: value” lines)."),
        ("\n- a", "FILE, line 2: not a mapping (“key: value” lines)."),
        ("title: a", "FILE, line 1: domains: nothing is listed here."),
        ("title: a\ndomains: []", "FILE, line 2: domains: nothing is listed here."),
        ("title: a\ndomains: b", "FILE, line 2: domains: not a list."),
        ("title: a\ndomains: [b]", "FILE, line 2: domains: number 1 is not a mapping."),
        ("title: a\ndomains: [*b]", "FILE, line 2: aliases (*name) are not used here."),
        ("title: [", "FILE, line 1: not YAML that can be read."),
        (
            _with("title: A small", "titel: A small"),
            "FILE, line 1: unknown key “titel” in the file (known: title, about, ",
        ),
        (_with("title: A small model\n", ""), "FILE, line 1: the file has no “title”."),
        (_with("title: A small model", "title:"), "FILE, line 1: title: nothing stands here."),
        (
            _with("title: A small model", 'title: "a\\e[31m"'),
            "FILE, line 1: title: a control character stands in the text.",
        ),
        (
            _with("title: A small model", "title: [a]"),
            "FILE, line 1: title: a list or mapping stands where text belongs.",
        ),
        (
            _with("domains:", "sources: [[a]]\ndomains:"),
            "FILE, line 2: sources: a list or mapping stands where text belongs.",
        ),
        (_with("    quality: I begin\n", ""), "FILE, line 3: domain 1 has no “quality”."),
        (
            _with("id: first-one", "id: First One"),
            "FILE, line 3: id: an id has small letters, digits and single hyphens, at most 48 ",
        ),
        (
            _with("id: first-one", f"id: {'a' * 49}"),
            "FILE, line 3: id: an id has small letters, digits and single hyphens, at most 48 ",
        ),
        (
            _with("title: The first", f"title: {'a' * 201}"),
            "FILE, line 4: title: a title has at most 200 characters.",
        ),
        (
            _with("id: first-one", "id: all"),
            "FILE, line 3: id: domain id is reserved: “all”.",
        ),
        (
            SMALL
            + SMALL.partition("domains:\n")[2]
            .partition("      - id: how")[0]
            .replace("why", "who"),
            "FILE, line 15: id: domain id used twice: “first-one”.",
        ),
        (
            _with("id: how", "id: why"),
            "FILE, line 12: id: question id used twice: “why” (first in line 8).",
        ),
        (
            _with("id: how", "id: team-session-how"),
            "FILE, line 12: id: question id is reserved: “team-session-how” (none may begin with ",
        ),
        (
            _with("id: how", "id: who-for-you"),
            "FILE, line 12: id: question id is reserved: “who-for-you”.",
        ),
        (
            _with("follows: why", "follows: who"),
            "FILE, line 14: follows: “how” follows a question that does not come before it ",
        ),
        (
            _with("follows: why", "follows: how"),
            "FILE, line 14: follows: “how” follows a question that does not come before it ",
        ),
        (_with("text: How?", "words: How?"), "FILE, line 13: unknown key “words” in question 2 "),
        (_with("        text: How?\n", ""), "FILE, line 12: question 2 has no “text”."),
        (
            _with("[power, self]", "[Power]"),
            "FILE, line 11: themes: a theme has small letters, digits and single hyphens.",
        ),
        (_with("[power, self]", "power"), "FILE, line 11: themes: not a list."),
        (_with("domains:", "lens: power\ndomains:"), "FILE, line 2: lens: not a mapping."),
        (
            _with("domains:", "lens:\n  title: L\n  themes: [power, age]\ndomains:"),
            "FILE, line 4: themes: no question has the theme “age”.",
        ),
        (
            _with("domains:", "lens:\n  title: L\n  themes: []\ndomains:"),
            "FILE, line 4: themes: no theme is named.",
        ),
        (
            _with("domains:", "lens:\n  title: L\n  theme: [power]\ndomains:"),
            "FILE, line 4: unknown key “theme” in lens (known: title, themes).",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(content_file, text, words):
    assert _refusal(content_file(text)).startswith(words)


def test_an_id_may_have_48_characters(content_file):
    assert "a" * 48 == read_content(content_file(_with("first-one", "a" * 48))).domains[0].id


@pytest.mark.parametrize(
    "data",
    [b"title: a\n\nabout: \xff", b"\xef\xbb\xbftitle: a\n\n\xff"],
    ids=["plain", "with a byte order mark"],
)
def test_bytes_that_are_no_text_are_named_with_their_line(content_file, data):
    assert "FILE, line 3: not text in UTF-8." == _refusal(content_file(data))


@pytest.mark.parametrize("letter", ["x", "’"])
def test_a_file_that_is_far_too_large_is_refused(content_file, letter):
    text = "#" + letter * (MAX_BYTES // len(letter.encode()) + 1)
    words = "The content file FILE can't be read: it is larger than 256 KiB."
    assert words == _refusal(content_file(text))


def test_a_file_just_as_large_as_allowed_is_read(content_file):
    text = SMALL + "#" * (MAX_BYTES - len(SMALL))
    assert "A small model" == read_content(content_file(text)).title


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "The content file FILE can't be read: No such file or directory." == _refusal(
        tmp_path / "none.yaml"
    )
    assert "The content file FILE can't be read: Is a directory." == _refusal(tmp_path)


def test_a_checkout_whose_link_became_a_text_file_is_refused(content_file):
    path = content_file("../../content/domains.yaml")
    assert "FILE, line 1: not a mapping (“key: value” lines)." == _refusal(path)


def test_no_domain_can_take_the_word_for_all_of_them():
    assert "all" == ALL_DOMAINS
