"""One step deeper after a short answer to a closed question.

Only words that plainly say yes, no or something in between are understood; after all other answers
nothing is asked.
"""

import re

from securebase_cli.model import Question

AFTER_YES = "What have you seen that tells you so? One moment is enough."
AFTER_NO = "What gets in the way? Or: what would be a first step?"
IN_BETWEEN = "When yes, and when not?"

# Longer answers have gone deeper by themselves.
MAX_WORDS = 4

_YES = r"^(?:yes|yeah|yep|yup|aye)\b"
# “No” alone or before a comma or “I don’t”, but not “no idea”.
_NO = (
    r"^(?:no|nope|nah)(?:$|\s?[,.;:!–-]|\s(?:i|we|they|it|not|never)\b)"
    r"|^not (?:yet|really|at all|so far)\b"
)
_BETWEEN = (
    r"(?:mostly|mainly|largely|usually|generally|often|sometimes|occasionally|partly|partially"
    r"|probably|possibly|perhaps|maybe|yes and no|more or less|up to a point|to some extent"
    r"|on the whole|in part|it depends|it varies|not (?:always|often|all|everyone|everybody)"
    r"|(?:most|some) of (?:them|us|the time)|i (?:think|hope|believe|suppose|guess) so)\b"
)
# Patterns of answers, each with the question to ask; the first one that matches counts. The page
# uses them, too, so they have only what is the same in Python and JavaScript.
DEEPER_QUESTIONS = ((_BETWEEN, IN_BETWEEN), (_YES, AFTER_YES), (_NO, AFTER_NO))


def deeper_question(question: Question, answer: str) -> str:
    """Return what to ask after an answer; empty if it is long, or the question is an open one."""
    words = answer.casefold().replace("’", "'").split()
    if not question.is_closed or len(words) > MAX_WORDS:
        return ""
    text = " ".join(words)
    return next((deeper for pattern, deeper in DEEPER_QUESTIONS if re.search(pattern, text)), "")
