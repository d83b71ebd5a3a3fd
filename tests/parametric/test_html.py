"""Partitions, classes and verdicts in notebooks: well-formed, complete, escaped."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from negotiation import talks
from negotiation.parametric import Proved, Unknown, perfect_bayesian, prove, subgame_perfect
from negotiation.parametric.html import play_words, verdict_html
from negotiation.solve import subgame_perfect as solve_subgame_perfect


def cells(html: str) -> list[list[str]]:
    root = ET.fromstring(f"<div>{html}</div>".replace("<br>", "<br/>"))  # noqa: S314 - our own text
    return [["".join(cell.itertext()) for cell in row.iter("td")] for row in root.iter("tr")][1:]


def test_a_partition_is_a_table_in_the_symbols_of_the_model() -> None:
    partition = subgame_perfect(talks.basing_shadow())
    rows = cells(partition._repr_html_())
    assert [row[1] for row in rows] == [play_words(c.equilibria[0]) for c in partition.cells]
    assert {row[0].replace("\u00a0", " ").replace("\u2009", " ") for row in rows} == {
        "g > s p",
        "g < s p",
    }


def test_classes_are_a_table() -> None:
    classes = perfect_bayesian(talks.autonomy_signalling())
    rows = cells(classes._repr_html_())
    assert [row[0] for row in rows] == [each.name for each in classes]


def test_verdicts_stand_out_and_are_escaped() -> None:
    model = talks.basing_shadow()
    verdict = prove(model, next(iter(model.propositions)))
    assert isinstance(verdict, Proved)
    assert verdict._repr_html_().startswith("<p><strong>proved</strong>")
    assert "&lt;b&gt;" in Unknown("<b>")._repr_html_()
    assert verdict_html("checked at 3 points") == "<p><strong>checked</strong> at 3 points</p>"


def test_an_equilibrium_shows_its_tree() -> None:
    [found] = solve_subgame_perfect(talks.basing_shadow().at("thaw"))
    html = found._repr_html_()
    assert html.startswith("<svg")
    assert "<table><caption>" in html
