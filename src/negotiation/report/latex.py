"""A report as a LaTeX appendix for a plain article with amsmath, booktabs and graphicx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from negotiation.drawing import WIDTH, tree_picture
from negotiation.exact import as_sympy, format_number
from negotiation.game import game_sketch
from negotiation.parametric.html import play_words
from negotiation.report.words import (
    cases,
    changes_words,
    claims_of,
    file_names,
    grouped_play,
    sentence,
    source_words,
    statement,
    title_of,
)

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.report.dossier import Dossier

__all__ = ["PREAMBLE", "condition_latex", "escape_latex", "latex_appendix", "latex_document"]

PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath}
\usepackage{booktabs}
\usepackage{graphicx}
"""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_\allowbreak{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "→": r"$\to$",
    "−": r"$-$",
    "·": r"$\cdot$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "≠": r"$\neq$",
    "∈": r"$\in$",
    "×": r"$\times$",
    "–": "--",
    "—": "---",
    "…": r"\dots{}",
    "’": "'",
    "\u2018": "`",
    "“": "``",
    "”": "''",
    "\u00a0": "~",
    "\u2009": r"\,",
}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "varphi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Δ": "Delta", "Σ": "Sigma", "Ω": "Omega",
}  # fmt: skip


def escape_latex(text: str) -> str:
    r"""Write a text so that LaTeX sets it as it stands.

    Letters beyond Latin-1 that are not known are written as their code points.

    >>> print(escape_latex("50% of a_b & σ"))
    50\% of a\_\allowbreak{}b \& $\sigma$
    """
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if letter in _GREEK:
        return rf"$\{_GREEK[letter]}$"
    return letter if ord(letter) < 256 else f"[U+{ord(letter):04X}]"


def _maths(expression: object, model: Model) -> str:
    import sympy

    names = {each.symbol: each.latex for each in model.parameters.values()}
    sides = as_sympy(expression) if not isinstance(expression, sympy.Basic) else expression  # type: ignore[arg-type]  # a Number
    return f"${sympy.latex(sides, symbol_names=names)}$"


def condition_latex(condition: Any, model: Model) -> str:  # noqa: ANN401 - a condition or a truth value
    """Write a condition as running text with formulas, which breaks into lines.

    >>> from negotiation import talks
    >>> from negotiation.parametric import subgame_perfect
    >>> model = talks.basing_shadow()
    >>> condition_latex(subgame_perfect(model).cells[0].condition, model)
    '$g < s p$'
    """
    import sympy

    if condition in (True, sympy.true):
        return "everywhere under the assumptions"
    if condition in (False, sympy.false):
        return "nowhere"
    if isinstance(condition, sympy.Or):
        parts = sorted(condition.args, key=sympy.default_sort_key)
        texts = [
            f"({_conjunction(part, model)})" if isinstance(part, sympy.And) else _maths(part, model)
            for part in parts
        ]
        return " or ".join(texts)
    return _conjunction(condition, model)


def _conjunction(condition: Any, model: Model) -> str:  # noqa: ANN401 - as above
    import sympy

    if not isinstance(condition, sympy.And):
        return _maths(condition, model)
    parts = sorted(condition.args, key=sympy.default_sort_key)
    return " and ".join(_maths(part, model) for part in parts)


def latex_document(inputs: str = "appendix", *, title: str = "Negotiations as games") -> str:
    """Return an article that holds the appendix and nothing else."""
    return (
        f"{PREAMBLE}\\title{{{escape_latex(title)}}}\n\\date{{}}\n\\begin{{document}}\n"
        f"\\maketitle\n\\appendix\n\\input{{{inputs}}}\n\\end{{document}}\n"
    )


def latex_appendix(dossiers: Sequence[Dossier]) -> str:
    r"""Write dossiers as sections to be read with ``\input``; figures lie in ``figures/``."""
    head = (
        "% Needs the packages amsmath, booktabs and graphicx, and the folder figures/.\n"
        "% Written by the library negotiation; conditions and verdicts are computed.\n"
    )
    names = file_names(each.model for each in dossiers)
    return head + "\n".join(
        _section(each, name) for each, name in zip(dossiers, names, strict=True)
    )


def _section(dossier: Dossier, name: str) -> str:
    model = dossier.model
    label = name.replace("_", "-")
    parts = [
        f"\\section{{{escape_latex(title_of(model))}}}\n\\label{{game:{label}}}",
        escape_latex(sentence(model.story)),
        rf"\emph{{The article:}} {escape_latex(sentence(model.prediction))}"
        if model.prediction
        else "",
        (
            "\\begin{center}\n"
            f"\\includegraphics[width={_share(model):.2f}\\linewidth,"
            f"height=.9\\textheight,keepaspectratio]"
            f"{{figures/{name}.pdf}}\n\\end{{center}}"
        ),
        _parameters(model),
        _statements(model),
        _conditions(dossier),
        _propositions(dossier),
        _calibrations(dossier),
        _backtest(dossier),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _share(model: Model) -> float:
    """Return how much of a line of 16 cm the tree takes, so that its letters keep their size."""
    symbols = {name: each.latex for name, each in model.parameters.items()}
    return min(1.0, tree_picture(game_sketch(model.game, symbols)).width / WIDTH)


def _listing(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    body = "\n".join(items)
    return (
        f"\\subsection*{{{title}}}\n\\begin{{description}}\n\\sloppy\n{body}\n\\end{{description}}"
    )


def _item(name: str, text: str) -> str:
    return rf"\item[{name}] {text}"


def _parameters(model: Model) -> str:
    baseline = model.calibrations.get("baseline", {})
    items = []
    for name, each in model.parameters.items():
        value = f", baseline ${format_number(baseline[name])}$" if name in baseline else ""
        meaning = escape_latex(each.meaning)
        where = (
            rf"{escape_latex(str(each.domain))}{value}; {escape_latex(source_words(each.source))}"
        )
        shown = rf"\texttt{{{escape_latex(name)}}}"
        items.append(_item(f"${each.latex}$", f"{shown}: {meaning} ({where})."))
    return _listing("Parameters", items)


def _statements(model: Model) -> str:
    parts = []
    for title, group in (("Assumptions", model.assumptions), ("Constraints", model.constraints)):
        items = []
        for name, each in group.items():
            words, condition = statement(each)
            formal = "" if condition is None else f": {condition_latex(condition, model)}"
            force = getattr(each, "imposed", None)
            state = "" if force is None else (", in force" if force else ", lifted")
            origin = escape_latex(source_words(each.source)) + state
            shown = rf"\texttt{{\mdseries {escape_latex(name)}}}"
            items.append(_item(shown, f"{escape_latex(words)}{formal} ({origin})."))
        parts.append(_listing(title, items))
    cited = [_item(name, escape_latex(sentence(text))) for name, text in claims_of(model).items()]
    parts.append(_listing("Claims of the article named here", cited))
    return "\n\n".join(part for part in parts if part)


def _conditions(dossier: Dossier) -> str:
    model = dossier.model
    title = f"Equilibrium conditions ({escape_latex(dossier.concept)})"
    if dossier.conditions is None:
        reason = escape_latex(sentence(dossier.no_conditions))
        return f"\\subsection*{{{title}}}\nNot derived: {reason}"
    items = []
    for place, case in enumerate(cases(dossier), start=1):
        name = escape_latex(case.name) if case.name else f"Case {place}"
        lines = [condition_latex(case.condition, model)]
        for each in case.equilibria:
            pays = ", ".join(
                f"{escape_latex(player)} {_maths(pay, model)}"
                for player, pay in each.payoffs.items()
            )
            lines.append(f"Played: {escape_latex(play_words(each))}. Payoffs: {pays}.")
        if not case.decided:
            lines.append("It is not known whether this can happen.")
        items.append(_item(name, "\\\\\n".join(lines)))
    return _listing(title, items)


def _propositions(dossier: Dossier) -> str:
    items = []
    for name, each in dossier.model.propositions.items():
        finding = dossier.findings.get(name)
        verdict = (
            "" if finding is None else rf"\\ \emph{{{escape_latex(_one_line(finding.words))}}}"
        )
        items.append(_item(escape_latex(name), f"{escape_latex(sentence(each.words))}{verdict}"))
    return _listing("Propositions", items)


def _one_line(text: str) -> str:
    return "; ".join(" ".join(line.split()) for line in text.splitlines())


def _calibrations(dossier: Dossier) -> str:
    items = []
    for each in dossier.calibrations:
        played = sentence(each.refusal) or "no equilibrium."
        if each.equilibria:
            played = " or ".join(
                f"{play} (payoffs {pays}" + (f"; {count} equilibria)" if count > 1 else ")")
                for play, pays, count in grouped_play(each)
            )
        values = escape_latex(changes_words(each.changes))
        shown = rf"\texttt{{\mdseries {escape_latex(each.name)}}}"
        items.append(_item(shown, rf"{values}\\ Played: {escape_latex(sentence(played))}"))
    return _listing("Calibrations", items)


def _backtest(dossier: Dossier) -> str:
    items = []
    for row in dossier.backtest:
        only = " State media only." if row.event.state_media_only else ""
        words = (
            f"{sentence(row.event.fact)}{only} Values: {row.setting.changes} ({row.basis}). "
            f"Implied: {row.implied or 'nothing'}. "
        )
        verdict = rf"\textbf{{{escape_latex(row.verdict)}}}"
        name = f"{row.event.id}, {row.event.date}"
        items.append(_item(escape_latex(name), f"{escape_latex(words)}{verdict}"))
    return _listing("Backtest", items)
