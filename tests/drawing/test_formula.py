"""Expressions as lines of text."""

from __future__ import annotations

import pytest
from sympy import Max, Symbol, symbols

from negotiation import talks
from negotiation.drawing import Run, formula, symbol, text_of, written_formula
from negotiation.exact import exact
from negotiation.model import condition_text


def shown(text: str, names: dict[str, str]) -> str:
    """Return a formula with marks for what is raised and lowered."""
    marks = {0: "", 1: "^", -1: "_"}
    line = written_formula(text, names)
    return "".join(marks[run.level] + run.text for run in line).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("latex", "letters"),
    [
        (r"\delta_J", "δ_J"),
        (r"\bar z", "z\u0304"),
        ("b_0", "b_0"),
        (r"\theta_{12}", "θ_12"),
        (r"\ell", "ℓ"),
        (r"\varepsilon", "ε"),
        (r"jea\_surplus", "jea_surplus"),
    ],
)
def test_latex_names_become_letters(latex: str, letters: str) -> None:
    marks = {0: "", 1: "^", -1: "_"}
    assert "".join(marks[run.level] + run.text for run in symbol(latex)) == letters


def test_every_symbol_of_the_talks_is_read_in_full() -> None:
    for build in talks.catalogue().values():
        for parameter in build().parameters.values():
            letters = text_of(symbol(parameter.latex))
            assert letters
            assert not set(letters) & set("\\{}^")


def test_signs_powers_and_products() -> None:
    names = {"gain": "g", "loss": "s", "discount": r"\delta"}
    assert shown("gain - discount**2*loss", names) == "g − δ^2\u2009s"
    assert shown("-gain/2 <= 3*(loss - 1)", names) == "−g/2 ≤ 3\u2009(s − 1)"
    assert shown("2**(gain)", names) == "2^gain"


def test_functions_stay_upright_and_variables_are_slanted() -> None:
    gain = Symbol("gain")
    line = formula(Max(0, gain), {"gain": "g"})
    assert line == (Run("Max(0, "), Run("g", slanted=True), Run(")"))


def test_names_without_a_symbol_stay_whole() -> None:
    assert text_of(formula(exact(symbols("treaty_gain")), {})) == "treaty_gain"


def test_conditions_break_at_their_words() -> None:
    gain, loss = symbols("gain loss")
    text = condition_text((gain > loss) & (loss >= 0))
    line = text_of(written_formula(text, {"gain": "g", "loss": "s"}))
    assert line.split(" ") == ["s\u00a0≥\u00a00", "and", "g\u00a0>\u00a0s"]
