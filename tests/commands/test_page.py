"""`securebase page` writes a page to reflect on, with nothing of the journal unless asked."""

import json
import re

import pytest

from securebase_cli.commands.page import page
from securebase_cli.errors import UnknownNameError, UsageError
from securebase_cli.model import TEAM_SESSION, Action
from support.builders import an_entry
from support.context import context


@pytest.fixture
def data(app, tmp_path):
    """Return a function that writes a page, and returns the data in it."""

    def write(*domains: str, team=False, short=False, with_actions=False):
        target = tmp_path / "reflect.html"
        page(
            context(app),
            list(domains),
            team=team,
            short=short,
            with_actions=with_actions,
            output=target,
            force=True,
        )
        found = re.search(r'id="content">(.*?)</script>', target.read_text("utf-8"), re.DOTALL)
        return json.loads(found[1])

    return write


def test_the_page_has_all_domains_or_those_named(data, app):
    everything = data()
    assert [domain.id for domain in app.content.domains] == [d["id"] for d in everything["domains"]]
    assert all(domain["quality"] for domain in everything["domains"])
    assert ["acceptance"] == [domain["id"] for domain in data("accept")["domains"]]


def test_a_short_page_has_three_questions_of_each_domain_and_asks_for_no_scale(data):
    for domain in data(short=True)["domains"]:
        assert 3 == len(domain["questions"])
        assert "" == domain["quality"]


def test_a_page_for_a_team_has_the_prompts(data):
    written = data("availability", team=True)
    assert "team-session" == written["kind"]
    assert "What do we do already?" == written["domains"][0]["questions"][0]["text"]
    assert "What shall we try? Who, by when?" == written["words"]["action"]


def test_nothing_of_the_journal_is_on_the_page(app, data, tmp_path):
    app.journal.prepare()
    app.journal.add(an_entry(takeaway="Kingfisher", actions=(Action("Heron"),)))
    for options in ({}, {"short": True}):
        data(**options)
        text = (tmp_path / "reflect.html").read_text("utf-8")
        assert not re.search("Kingfisher|Heron|k3f7|Most of them", text)


def test_open_things_to_try_are_on_the_page_if_they_are_asked_for(app, data):
    app.journal.prepare()
    app.journal.add(an_entry(actions=(Action("Ask Sam"), Action("Done", "tried"))))
    assert ["Ask Sam · agreed 23 November 2026"] == data(with_actions=True)["actions"]
    assert [] == data("acceptance", with_actions=True)["actions"]


def test_a_page_for_a_team_shows_only_what_a_team_agreed(app, data):
    app.journal.prepare()
    app.journal.add(an_entry(actions=(Action("Mine"),)))
    app.journal.add(an_entry(id="aaaa", kind=TEAM_SESSION, actions=(Action("Ours"),)))
    (shown,) = data(team=True, with_actions=True)["actions"]
    assert shown.startswith("Ours · ")


def test_short_and_team_do_not_go_together(data):
    with pytest.raises(UsageError, match="don’t go together"):
        data(short=True, team=True)


def test_an_unknown_domain_is_refused(data):
    with pytest.raises(UnknownNameError):
        data("nowhere")


@pytest.mark.parametrize("name", ["reflect.md", "reflect", "reflect.docx"])
def test_a_name_that_no_browser_opens_is_refused(app, tmp_path, name):
    with pytest.raises(UsageError, match=r"end in \.html"):
        page(context(app), output=tmp_path / name)
    assert not (tmp_path / name).exists()


def test_without_a_file_the_page_goes_to_a_pipe(app, capsys):
    page(context(app))
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
