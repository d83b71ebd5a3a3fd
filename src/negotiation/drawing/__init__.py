"""Pictures of game trees as lists of shapes, and SVG; nothing here draws with a library.

A `Sketch` says what a tree shows, `best_layout` where everything stands, `tree_picture` which
shapes that makes, and `svg` writes them.  Figures in `negotiation.plot` draw the same shapes with
matplotlib.
"""

from negotiation.drawing.colours import COLOURS, GREY, INK, INKS, PAPER, tint
from negotiation.drawing.formula import formula, symbol, written_formula
from negotiation.drawing.html import line_html
from negotiation.drawing.shapes import Box, Path, Picture, Shape, Stroke, Text
from negotiation.drawing.sketch import CHANCE, END, Marks, Sketch
from negotiation.drawing.svg import svg
from negotiation.drawing.tidy import levels_of, tidy
from negotiation.drawing.tikz import tex_text, tikz
from negotiation.drawing.tree_blocks import Look
from negotiation.drawing.tree_layout import SIZES, WIDTH, TreeLayout, best_layout, lay_out
from negotiation.drawing.tree_picture import tree_picture, tree_shapes
from negotiation.drawing.words import (
    LINE_HEIGHT,
    SHIFTS,
    SMALL,
    Line,
    Run,
    joined,
    plain,
    text_of,
    width,
    wrap,
)

__all__ = [
    "CHANCE",
    "COLOURS",
    "END",
    "GREY",
    "INK",
    "INKS",
    "LINE_HEIGHT",
    "PAPER",
    "SHIFTS",
    "SIZES",
    "SMALL",
    "WIDTH",
    "Box",
    "Line",
    "Look",
    "Marks",
    "Path",
    "Picture",
    "Run",
    "Shape",
    "Sketch",
    "Stroke",
    "Text",
    "TreeLayout",
    "best_layout",
    "formula",
    "joined",
    "lay_out",
    "levels_of",
    "line_html",
    "plain",
    "svg",
    "symbol",
    "tex_text",
    "text_of",
    "tidy",
    "tikz",
    "tint",
    "tree_picture",
    "tree_shapes",
    "width",
    "wrap",
    "written_formula",
]
