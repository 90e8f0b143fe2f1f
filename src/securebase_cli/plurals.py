"""Numbers with the right form of their noun. Imports nothing of the package."""


def count_of(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun, such as “1 entry” or “3 entries”.

    Without `plural` it is the singular with an “s”.
    """
    return f"1 {singular}" if number == 1 else f"{number} {plural or f'{singular}s'}"
