"""Reports: complete, escaped, without network; LaTeX that compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sympy
from sympy import symbols

from negotiation import Assumption, Decision, Game, Model, Outcome, Parameter, talks
from negotiation.errors import NotSupported
from negotiation.report import (
    Dossier,
    Finding,
    dossier,
    html_report,
    latex_appendix,
    latex_document,
    write_report,
)
from negotiation.report.dossier import concept_of
from negotiation.report.latex import condition_latex, escape_latex
from negotiation.report.words import claims_of

VOID = {"meta", "br", "wbr", "rect", "polyline"}


class Balance(HTMLParser):
    """Checks that elements close in order, and collects what could ask a network."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Balance:
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    return parser


@cache
def known(name: str) -> Dossier:
    return dossier(talks.catalogue()[name](), verdicts=False)


EVIL = "<script>alert('x')</script> & $\\input{/etc/passwd}$ #1 _ ^ ~ %"


def evil_model() -> Model:
    gain = symbols("gain")
    return Model(
        EVIL,
        Game((EVIL,), Decision(EVIL, {EVIL: Outcome({EVIL: gain}), "b": Outcome({EVIL: 0})}, EVIL)),
        [Parameter("gain", EVIL, domain="> 0", latex="g")],
        [Assumption(EVIL, gain > 1, EVIL)],
        {EVIL: {"gain": 2}},
        story=EVIL,
        prediction=EVIL,
    )


def test_the_page_says_all_that_the_model_says_and_asks_no_network() -> None:
    found = known("basing_shadow")
    page = html_report([found])
    parsed = read(page)
    assert all(link.startswith("#") for link in parsed.links)
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in page
    words = re.sub(r"\s+", " ", " ".join(parsed.words))
    model = found.model
    for parameter in model.parameters.values():
        assert parameter.meaning in words
    for text in claims_of(model).values():
        assert text in words
    for proposition in model.propositions.values():
        assert re.sub(r"\s+", " ", proposition.words.rstrip(".")) in words
    assert page.count("<svg") == 2
    assert "E09" in words


def test_nothing_of_a_model_runs() -> None:
    page = html_report([dossier(evil_model(), verdicts=False)])
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    read(page)
    appendix = latex_appendix([dossier(evil_model(), verdicts=False)])
    assert "\\input{/etc" not in appendix
    assert "\\textbackslash{}input\\{/etc/passwd\\}" in appendix


def test_verdicts_are_tagged() -> None:
    found = known("sanctions_dilemma")
    names = list(found.model.propositions)
    shown = Dossier(
        found.model,
        found.concept,
        found.conditions,
        "",
        {names[0]: Finding("proved", "proved; rests on: nothing\n  linear", ())},
    )
    page = html_report([shown])
    assert "<span class='tag proved'>proved</span>" in page
    assert r"\emph{proved; rests on: nothing; linear}" in latex_appendix([shown])


def test_where_conditions_cannot_be_derived_the_reason_is_given() -> None:
    found = known("repeated_talks")
    assert found.conditions is None
    assert "Not derived: information set" in html_report([found])
    assert "Not derived: information set" in latex_appendix([found])


def test_beliefs_decide_where_no_subgame_begins_later() -> None:
    names = ("warm_words", "triangle", "repeated_talks")
    concepts = {name: concept_of(talks.catalogue()[name]()) for name in names}
    assert concepts == {
        "warm_words": "perfect Bayesian",
        "triangle": "subgame perfect",
        "repeated_talks": "subgame perfect",
    }


def test_conditions_in_latex_break_between_formulas() -> None:
    gain, loss = symbols("gain loss")
    model = Model(
        "m",
        Game(("A",), Decision("A", {"x": Outcome({"A": gain - loss})})),
        [Parameter("gain", latex="g"), Parameter("loss", latex=r"\ell_1")],
    )
    condition = (gain > loss) & (loss > 0) | (gain < -loss)
    shown = condition_latex(condition, model)
    assert set(shown.split(" or ")) <= {
        r"$g < - \ell_1$",
        r"($\ell_1 > 0$ and $g > \ell_1$)",
        r"($g > \ell_1$ and $\ell_1 > 0$)",
    }
    assert shown.count(" or ") == 1
    assert condition_latex(sympy.true, model) == "everywhere under the assumptions"


def test_every_letter_of_the_talks_can_be_set() -> None:
    appendix = latex_appendix([known("triangle"), known("basing_shadow")])
    assert "[U+" not in appendix
    assert escape_latex("\u4e2d") == "[U+4E2D]"


def test_files_are_written(tmp_path: Path) -> None:
    written = write_report([known("sanctions_dilemma")], tmp_path / "new")
    assert [path.relative_to(tmp_path / "new").as_posix() for path in written] == [
        "report.html",
        "appendix.tex",
        "article.tex",
        "figures/sanctions_dilemma.pdf",
    ]
    assert all(path.stat().st_size > 100 for path in written)
    assert "<title>Sanctions dilemma</title>" in written[0].read_text(encoding="utf-8")
    with pytest.raises(NotSupported, match="cannot be written"):
        write_report([known("sanctions_dilemma")], "/proc/none")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_the_appendix_compiles_in_a_plain_article(tmp_path: Path) -> None:
    names = list(talks.catalogue())
    write_report(
        [known(name) for name in names] + [dossier(evil_model(), verdicts=False)], tmp_path
    )
    (tmp_path / "article.tex").write_text(latex_document(), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "article.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
