"""The question about who supports the writer, which home offers once a quarter.

It is the program's own, and belongs to the first domain: in the content that is shipped that is
availability, “People are there for me”.
"""

from collections.abc import Sequence

from securebase_cli.model import Domain, Question

# Saved entries contain this id, and content files may not use it.
SUPPORT_ID = "who-for-you"
SUPPORT_TEXT = "And who is this for you?"
# What is said below the question.
SUPPORT_NOTE = "This one is ours, not the model’s. It comes once a quarter."


def support_question(domains: Sequence[Domain]) -> Question:
    return Question(SUPPORT_ID, domains[0].id, SUPPORT_TEXT)
