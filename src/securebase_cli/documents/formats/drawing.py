"""Drawings as plain shapes, which the HTML and the Word format render.

Lengths have no unit, because a drawing is scaled to the width of the page. Styles are names, and
each renderer has its own colours for them.
"""

from typing import Literal, NamedTuple, TypeAlias

ShapeStyle = Literal["rule", "line", "card", "core", "dot", "filled", "empty", "few", "some"]
TextStyle = Literal["normal", "strong", "small", "core", "on filled"]
Anchor = Literal["start", "middle", "end"]


class Line(NamedTuple):
    """A straight line; a "rule" is faint, and a "line" is drawn in the accent colour."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: ShapeStyle = "rule"


class Rectangle(NamedTuple):
    """A rectangle with its top left corner at (x, y), and corners rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    style: ShapeStyle
    radius: float = 0


class Circle(NamedTuple):
    x: float
    y: float
    radius: float
    style: ShapeStyle


class Text(NamedTuple):
    """One line of text with its baseline at y; `anchor` says which part of it is at x."""

    x: float
    y: float
    text: str
    style: TextStyle = "normal"
    anchor: Anchor = "start"


Shape: TypeAlias = Line | Rectangle | Circle | Text


class Drawing(NamedTuple):
    """A drawing, with a title and a description for readers who can't see it.

    Later shapes are drawn over earlier ones. `name` is unique in a document.
    """

    name: str
    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Shape, ...]
