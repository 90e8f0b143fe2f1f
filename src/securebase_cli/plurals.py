"""Numbers with the right form of their noun."""


def count_of(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun, such as “1 entry”; the default plural ends in “s”."""
    return f"1 {singular}" if number == 1 else f"{number} {plural or f'{singular}s'}"
