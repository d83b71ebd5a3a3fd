r"""Pictures as TikZ: text that LaTeX sets, with the same shapes in the same places.

The picture needs the package tikz alone, no library of it; lengths are in points of 1/72 inch.
"""

from __future__ import annotations

from negotiation.drawing.shapes import Box, Path, Picture, Stroke, Text
from negotiation.drawing.words import LINE_HEIGHT, SHIFTS, SMALL, Run

__all__ = ["tex_text", "tikz"]

_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\n": " ",
    "\r": " ",
    "→": r"$\to$",
    "−": "$-$",
    "×": r"$\times$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "≠": r"$\neq$",
    "∈": r"$\in$",
    "½": r"$\frac12$",
    "¼": r"$\frac14$",
    "¾": r"$\frac34$",
    "\u00a0": "~",
    "\u2009": r"\,",
}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "varphi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Δ": "Delta", "Σ": "Sigma", "Ω": "Omega", "ℓ": "ell",
}  # fmt: skip
_SPECIAL |= {letter: rf"$\{name}$" for letter, name in _GREEK.items()}


def tex_text(words: str) -> str:
    r"""Write words so that LaTeX sets them as they are.

    >>> print(tex_text("10% of a_b → δ"))
    10\% of a\_b $\to$ $\delta$
    """
    return "".join(_SPECIAL.get(letter, letter) for letter in words)


def tikz(picture: Picture) -> str:
    r"""Write a picture as a ``tikzpicture``.

    >>> from negotiation.drawing.words import plain
    >>> print(tikz(Picture(40, 20, (Text(2, 12, plain("a & b"), 10, "#000000"),))))
    \begin{tikzpicture}[x=1bp, y=-1bp, line join=round]
      \useasboundingbox (0, 0) rectangle (40, 20);
      \definecolor{ink0}{HTML}{000000}
      \node[anchor=base west, inner sep=0, ink0] at (2, 12) {\fontsize{10}{12.2}\selectfont a \& b};
    \end{tikzpicture}
    """
    colours: dict[str, str] = {}
    body: list[str] = []
    for shape in picture.shapes:
        if isinstance(shape, Text):
            body.append(_text(shape, colours))
        elif isinstance(shape, Path):
            points = " -- ".join(_point(x, y) for x, y in shape.points)
            body.append(rf"\draw[{_stroke(shape.stroke, colours)}] {points};")
        else:
            body.append(_box(shape, colours))
    defined = [rf"\definecolor{{{name}}}{{HTML}}{{{code}}}" for code, name in colours.items()]
    corner = _point(picture.width, picture.height)
    frame = rf"\useasboundingbox (0, 0) rectangle {corner};"
    return "\n".join(
        [
            r"\begin{tikzpicture}[x=1bp, y=-1bp, line join=round]",
            *(f"  {line}" for line in (frame, *defined, *body)),
            r"\end{tikzpicture}",
        ]
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _point(x: float, y: float) -> str:
    return f"({_number(x)}, {_number(y)})"


def _colour(code: str, colours: dict[str, str]) -> str:
    return colours.setdefault(code.removeprefix("#").upper(), f"ink{len(colours)}")


def _stroke(stroke: Stroke, colours: dict[str, str]) -> str:
    options = [f"draw={_colour(stroke.colour, colours)}", f"line width={_number(stroke.width)}bp"]
    if stroke.dashes:
        on_off = [
            f"{'off' if place % 2 else 'on'} {_number(length)}bp"
            for place, length in enumerate(stroke.dashes)
        ]
        options.append(f"dash pattern={' '.join(on_off)}")
    return ", ".join(options)


def _box(box: Box, colours: dict[str, str]) -> str:
    options = [] if box.stroke is None else [_stroke(box.stroke, colours)]
    if box.fill is not None:
        options.append(f"fill={_colour(box.fill, colours)}")
    if box.radius:
        options.append(f"rounded corners={_number(box.radius)}bp")
    corner = _point(box.x + box.width, box.y + box.height)
    return rf"\path[{', '.join(options)}] {_point(box.x, box.y)} rectangle {corner};"


def _text(text: Text, colours: dict[str, str]) -> str:
    inside = "".join(_run(run, text.size) for run in text.line)
    options = f"anchor={_ANCHORS[text.anchor]}, inner sep=0, {_colour(text.colour, colours)}"
    return rf"\node[{options}] at {_point(text.x, text.y)} {{{_font(text.size)}{inside}}};"


def _font(size: float) -> str:
    return rf"\fontsize{{{_number(size)}}}{{{_number(size * LINE_HEIGHT)}}}\selectfont "


def _run(run: Run, size: float) -> str:
    words = tex_text(run.text)
    if run.slanted:
        words = rf"\textit{{{words}}}"
    if run.level:
        shift = _number(size * SHIFTS[run.level])
        return rf"\raisebox{{{shift}bp}}{{{_font(size * SMALL)}{words}}}"
    return words
