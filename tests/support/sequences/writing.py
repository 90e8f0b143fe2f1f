"""Sittings: answers from a file or typed, paused, resumed, saved, set aside."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from support.sequences.machine import WORD, JournalMachine, any_one, lines, texts
from support.sequences.model import (
    Record,
    Stored,
    UnfinishedSitting,
    cleaned,
    id_of,
    on_one_line,
    open_action,
    under_name,
)

if TYPE_CHECKING:
    from support.program import CompletedRun

DAYS = (None, "2026-11-20", "2025-03-30", "yesterday")
TEAM_QUESTIONS = (
    "What do we do already?",
    "Where does it wear thin? When, and for whom might it be harder (no names)?",
)


class Writing(JournalMachine):
    @initialize(answer=texts)
    def save_a_first_entry(self, answer):
        self.reflect({"call-on-support": answer})

    @rule(
        data=st.data(), tag=st.sampled_from(["", "away-day", "réunion"]), day=st.sampled_from(DAYS)
    )
    def reflect_with_a_file_of_answers(self, data, tag, day):
        questions = st.sampled_from(sorted(self.questions))
        answers = data.draw(st.dictionaries(questions, texts, min_size=1, max_size=3))
        self.reflect(answers, tag=tag, day=day, as_json=data.draw(st.booleans()))

    def reflect(
        self,
        answers: dict[str, str],
        *,
        tag: str = "",
        day: str | None = None,
        as_json: bool = False,
    ) -> None:
        """Save answers as they stand in a file; there is one entry for each domain."""
        answers = {question: self.written(text) for question, text in answers.items()}
        document = yaml.safe_dump(answers, allow_unicode=True)
        if as_json:
            document = json.dumps(answers)
        options = [*(("--tag", tag) if tag else ()), *(("--date", day) if day else ())]
        done = self.run("reflect", "--answers", "-", *options, typed=document)
        moment = self._moment_of(day)
        answered = {self.questions[question]["domain"] for question in answers}
        domains = [domain for domain in self.titles if domain in answered]
        records = [self._record(domain, moment, answers) for domain in domains]
        self.take_over_saved(done, [{**record, "tags": [tag] if tag else []} for record in records])

    @rule(
        domain=st.sampled_from(["availability", "acceptance"]),
        already=texts,
        thinner=texts,
    )
    def record_a_team_session(self, domain, already, thinner):
        prompts = (f"team-session-already-{domain}", f"team-session-thinner-{domain}")
        written = [self.written(text) for text in (already, thinner)]
        answers = dict(zip(prompts, written, strict=True))
        done = self.run(
            *("reflect", domain, "--team", "--answers", "-"), typed=yaml.safe_dump(answers)
        )
        record = self._record(domain, self.local_now, {})
        answered = [
            {"question": question, "text": asked, "answer": cleaned(text)}
            for question, asked, text in zip(prompts, TEAM_QUESTIONS, written, strict=True)
        ]
        title = f"{record['title']}, team session"
        about = {"kind": "team-session", "title": title, "answers": answered}
        self.take_over_saved(done, [{**record, **about}])

    @rule(
        data=st.data(), takeaway=lines, action=lines, due=st.sampled_from(["", "2w", "2027-01-01"])
    )
    def reflect_line_by_line(self, data, takeaway, action, due):
        """Type an answer or two, and the closing; an empty answer skips its question."""
        answers = self._draw_typed_answers(data)
        takeaway, action = self.written(takeaway), self.written(action)
        keys = f"{_keys(answers)}{takeaway}\n{action}\n{due}\n"
        done = self.run("reflect", "--plain", *_options(answers), typed=keys)
        two_weeks_on = str(self.today + timedelta(days=14))
        day = {"": None, "2w": two_weeks_on}.get(due, due)
        closing = {
            "takeaway": on_one_line(takeaway),
            "actions": [open_action(on_one_line(action), day)],
        }
        self.take_over_saved(done, [{**self.record_of_typed(answers), **closing}])

    # Sittings that are left in the middle.

    @rule(data=st.data())
    def pause(self, data):
        answers = self._draw_typed_answers(data)
        self.run("reflect", "--plain", *_options(answers), typed=f"{_keys(answers)}.pause\n")
        self.take_over_draft(answers)

    def has_unfinished_sittings(self) -> bool:
        return bool(self.model.unfinished)

    @precondition(has_unfinished_sittings)
    @rule(number=any_one)
    def save_an_unfinished_sitting(self, number):
        sitting = self.pick(number, self.model.unfinished)
        done = self.run("resume", sitting.id, "--save", "--no-input")
        self.model.unfinished.remove(sitting)
        self.take_over_saved(done, sitting.records)

    @precondition(has_unfinished_sittings)
    @rule(number=any_one, action=lines)
    def go_on_with_an_unfinished_sitting(self, number, action):
        """Type what is still asked for: the end of an answer, and one thing to try."""
        sitting = self.pick(number, self.model.unfinished)
        keys = ".\n" if sitting.is_in_an_answer else ""
        action = self.written(action)
        done = self.run("resume", sitting.id, "--plain", typed=f"continue\n{keys}\n{action}\n\n")
        self.model.unfinished.remove(sitting)
        (record,) = sitting.records
        self.take_over_saved(done, [{**record, "actions": [open_action(on_one_line(action))]}])

    @precondition(has_unfinished_sittings)
    @rule(number=any_one)
    def set_an_unfinished_sitting_aside(self, number):
        sitting = self.pick(number, self.model.unfinished)
        self.model.set_aside.append(self.drafts()[sitting.id].read_bytes())
        self.model.unfinished.remove(sitting)
        self.run("resume", sitting.id, "--set-aside", "--no-input")

    # What was typed, and what becomes of it.

    def _moment_of(self, day: str | None) -> datetime:
        moment = self.local_now
        if day == "yesterday":
            moment -= timedelta(days=1)
        elif day is not None:
            moment = datetime.combine(datetime.fromisoformat(day), moment.time())
        return moment.replace(tzinfo=ZoneInfo(self.zone))

    def _draw_typed_answers(self, data) -> dict[str, str]:
        """Draw the answers to two questions of one domain, of which one may be empty."""
        first = data.draw(st.sampled_from(sorted(self.questions)))
        domain = self.questions[first]["domain"]
        second = data.draw(
            st.sampled_from(
                [
                    question
                    for question, row in self.questions.items()
                    if row["domain"] == domain and question != first
                ]
            )
        )
        typed = {first: f"{WORD} {data.draw(texts)}"}
        typed[second] = data.draw(st.one_of(st.just(""), texts.map(f"{WORD} {{}}".format)))
        return {
            question: self.written(_as_typed(typed[question]))
            for question in self.questions
            if question in typed
        }

    def record_of_typed(self, answers: dict[str, str]) -> Record:
        domain = self.questions[next(iter(answers))]["domain"]
        given = {question: text for question, text in answers.items() if text}
        skipped = [question for question in answers if question not in given]
        return {**self._record(domain, self.local_now, given), "skipped": skipped}

    def _record(self, domain: str, moment: datetime, answers: dict[str, str]) -> Record:
        """Return the record of a new reflection, but for the id that it will get."""
        return {
            "domain": domain,
            "date": moment.replace(microsecond=0).isoformat(),
            "title": f"{self.titles[domain]}, {moment.day} {moment:%B %Y}",
            "kind": "reflection",
            "tags": [],
            "answers": [
                {"question": question, "text": row["text"], "answer": cleaned(answers[question])}
                for question, row in self.questions.items()
                if row["domain"] == domain and question in answers
            ],
            "skipped": [],
            "takeaway": None,
            "actions": [],
        }

    def take_over_draft(self, answers: dict[str, str], *, is_in_an_answer: bool = False) -> None:
        """Give the model the sitting that was just paused, under the id that it got."""
        (draft_id,) = set(self.drafts()) - {sitting.id for sitting in self.model.unfinished}
        record = self.record_of_typed(answers)
        self.model.unfinished.append(UnfinishedSitting(draft_id, [record], is_in_an_answer))

    def take_over_saved(self, done: CompletedRun, records: list[Record]) -> None:
        """Give the model the entries that were just saved, under the names that they got."""
        new_names = {path.name for path in self.folder.glob("*.md")}
        new_names -= {*self.model.entries, *self.model.other_files}
        assert len(records) == len(new_names), done
        for record in records:
            stamp = f"{datetime.fromisoformat(record['date']):%Y-%m-%d-%H%M}"
            beginning = f"{stamp}-{record['domain']}-"
            name = next(name for name in new_names if name.startswith(beginning))
            new_names.remove(name)
            assert f"securebase show {id_of(name)}" in done.out
            self.model.entries[name] = Stored(self.data(name), under_name(record, name))


def _as_typed(text: str) -> str:
    """Return a text as it can be typed: no line is a command of a sitting."""
    return "\n".join(row for row in re.split(r"[\r\n]", text) if not row.startswith("."))


def _keys(answers: dict[str, str]) -> str:
    return "".join(f"{text}\n.\n" for text in answers.values())


def _options(answers: dict[str, str]) -> list[str]:
    return [word for question in answers for word in ("-q", question)]
