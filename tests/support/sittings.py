"""Files as the page saves them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from securebase_cli.instrument.content import Content


def a_sitting_file(
    content: Content,
    answers: Mapping[str, str | None],
    *,
    action: Mapping[str, str] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Return what the page saves; an answer is empty if it was skipped, None if not reached."""
    questions = [
        {"id": name, "domain": question.domain, "text": question.text, "answer": answer}
        for name, answer in answers.items()
        for question in [content.find_question(name)]
    ]
    return {
        "securebase_sitting": 1,
        "id": "0123456789abcdef",
        "content": content.title,
        "date": "2026-11-23T14:30:12+00:00",
        "kind": "reflection",
        "questions": questions,
        "scalings": [],
        "takeaway": "",
        "action": {"text": "", "due": "", "domain": "", **(action or {})},
        "step": "end",
        **changes,
    }


def save(sitting: object, path: Path) -> Path:
    path.write_text(json.dumps(sitting), "utf-8")
    return path
