"""A draft as Markdown text, and back: like an entry, with the steps of its plan as a field."""

from collections.abc import Sequence
from itertools import starmap

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.sections import read_body, write_body
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import ACTIONS_HEADINGS, REFLECTION, Draft, Step


def write_draft(draft: Draft, title: str) -> str:
    """Return the text of a draft's file, which `read_draft` reads back."""
    fields: dict[str, str | Sequence[str]] = {
        "securebase": front_matter.VERSION,
        "id": draft.id,
        "title": title,
        "date": draft.moment.isoformat(),
    }
    if draft.kind != REFLECTION:
        fields["kind"] = draft.kind
    fields["plan"] = [f"{step.domain}/{step.question}" for step in draft.plan]
    fields["entries"] = [f"{domain}/{entry_id}" for domain, entry_id in draft.entry_ids]
    fields["at"] = str(draft.step_index)
    fields["tags"] = draft.tags
    fields["skipped"] = draft.skipped
    scalings: list[str] = []
    for domain, scaling in draft.scalings:
        value_and_basis = f"{scaling.value}-{scaling.basis}".removesuffix("-")
        scalings.append(f"{domain}/{value_and_basis}")
    if scalings:
        fields["scalings"] = scalings
    if draft.action_domain:
        fields["action-domain"] = draft.action_domain
    actions = [draft.action] if draft.action else []
    heading = ACTIONS_HEADINGS[draft.kind]
    return front_matter.write(fields) + write_body(
        title, draft.answers, draft.takeaway, actions, heading
    )


def read_draft(text: str) -> Draft:
    """Parse the text of a draft's file; raises EntryFormatError, which quotes nothing of it."""
    fields, problems, text, body_start = front_matter.split(text)
    if problems:
        raise EntryFormatError(problems[0].message)
    title = front_matter.text_field(fields, "title")
    answers, takeaway, actions, other_text = read_body(text, body_start, title)
    # The next version of the draft would lose it.
    if any(other.reason != "not-a-task" for other in other_text):
        raise EntryFormatError("it has text that belongs to no question")
    plan = tuple(starmap(Step, front_matter.pairs_field(fields, "plan", second_may_be_empty=True)))
    at = front_matter.text_field(fields, "at")
    if not front_matter.NUMBER.fullmatch(at) or int(at) > len(plan) + 1:
        raise EntryFormatError("its front matter has no “at” that fits its plan")
    entries = tuple(front_matter.pairs_field(fields, "entries"))
    if not {step.domain for step in plan} <= {domain for domain, _ in entries}:
        raise EntryFormatError("its front matter has no “entries” that fit its plan")
    if not {answer.question for answer in answers} <= {step.question for step in plan}:
        raise EntryFormatError("it has an answer to a question that is not in its plan")
    action_domain = front_matter.text_field(fields, "action-domain")
    if action_domain and action_domain not in dict(entries):
        raise EntryFormatError("its front matter has no “action-domain” that fits its plan")
    scalings = []
    for domain, formatted in front_matter.pairs_field(fields, "scalings"):
        value, _, basis = formatted.partition("-")
        if scaling := front_matter.parse_scaling(value, basis):
            scalings.append((domain, scaling))
    return Draft(
        id=front_matter.id_field(fields, "id"),
        moment=front_matter.moment_field(fields),
        plan=plan,
        entry_ids=entries,
        step_index=int(at),
        tags=front_matter.list_field(fields, "tags"),
        answers=answers,
        skipped=front_matter.list_field(fields, "skipped"),
        takeaway=takeaway,
        action=actions[0] if actions else None,
        action_domain=action_domain,
        scalings=tuple(scalings),
        kind=front_matter.kind_field(fields),
    )
