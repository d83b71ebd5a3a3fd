"""JSON: round trips, the schema, what is refused, and that nothing is ever run."""

from __future__ import annotations

import json
import time
from fractions import Fraction

import jsonschema
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import (
    Assumption,
    Chance,
    Constraint,
    Decision,
    Game,
    Model,
    Outcome,
    Parameter,
    Proposition,
    When,
)
from negotiation.errors import FormatError, NotSupported
from negotiation.formats import from_json, json_schema, to_json
from negotiation.formats.expression import read_expression
from negotiation.formats.expression_text import expression_text
from negotiation.model import (
    Always,
    ClosedForm,
    Formula,
    Happens,
    HappensIff,
    Independent,
    Monotone,
    Varies,
    article,
    literature,
    passes,
    reaches,
)
from negotiation.parametric import subgame_perfect as partition_of
from negotiation.solve import nash, perfect_bayesian, sequential, subgame_perfect
from negotiation.talks import basing_shadow, catalogue
from negotiation.testing import imperfect_information_games, perfect_information_games
from tests.formats.test_efg import fuzz, labels, renamed
from tests.support.deep import row
from tests.support.games import beer_quiche, irrational, selten_horse

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def again(thing):  # noqa: ANN001, ANN201 - anything that can be stored
    """Write, hold against the schema, add what is unknown, and read."""
    text = to_json(thing)
    data = json.loads(text)
    VALIDATOR.validate(data)
    data["of a later version"] = {"anything": [1, None]}
    return from_json(json.dumps(data) + "\n")


def test_the_schema_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@given(imperfect_information_games() | perfect_information_games(), labels)
@settings(max_examples=80, deadline=None)
def test_games_survive(game: Game, word: str) -> None:
    game = renamed(game, word)
    assert again(game) == game
    assert to_json(from_json(to_json(game))) == to_json(game)


@given(st.fractions(), st.integers(10**39, 10**40))
def test_long_rationals_survive(number: Fraction, below: int) -> None:
    game = Game(
        ("A",),
        Chance(
            {
                "a": (Fraction(1, below), Outcome({"A": number})),
                "b": (1 - Fraction(1, below), Outcome({"A": Fraction(7, below)})),
            }
        ),
    )
    assert again(game) == game


@pytest.mark.parametrize("length", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_very_many_moves_in_a_row(length: int) -> None:
    game = row(length)
    assert from_json(to_json(game)) == game


def test_shared_nodes_are_written_once() -> None:
    node = Outcome({"A": 1})
    for _ in range(12):
        node = Decision("A", {"x": node, "y": node})
    text = to_json(Game(("A",), node))
    assert len(json.loads(text)["nodes"]) == 13
    assert from_json(text).root == node


@pytest.mark.parametrize("name", list(catalogue()))
def test_models_of_the_talks(name: str) -> None:
    """All but functions survives; written again, nothing changes."""
    model = catalogue()[name]()
    text = to_json(model)
    VALIDATOR.validate(json.loads(text))
    read = from_json(text)
    for part in ("game", "parameters", "assumptions", "calibrations", "constraints", "story"):
        assert getattr(read, part) == getattr(model, part)
    omitted = json.loads(text).get("omitted", [])
    for key, proposition in model.propositions.items():
        dropped = any(f"claims of proposition {key!r}" in words for words in omitted)
        assert read.propositions[key].claims == (() if dropped else proposition.claims)
        assert read.propositions[key].words == proposition.words
    kept = json.loads(to_json(read))
    assert kept | {"omitted": omitted} == json.loads(text) | {"omitted": omitted}


def small_model(bound: Fraction) -> Model:
    gain, loss = sympy.symbols("gain loss")
    share = sympy.Symbol("share", positive=True)
    aid = Constraint("no charity", sympy.Eq(loss, 0), "no aid", literature("Fearon 1995"))
    ends = [Outcome({"A": gain - bound * loss}, "deal"), Outcome({"A": sympy.Max(share, loss)})]
    return Model(
        "small",
        Game(
            ("A",),
            Decision("A", {"x": When(aid, ends[0]), "y": When(gain > 0, ends[1]), "z": ends[1]}),
        ),
        [
            Parameter(gain, "what", domain="(0, 1)", unit="yen", latex="g"),
            Parameter(loss),
            Parameter(share),
        ],
        [
            Assumption("costly", loss > bound * gain, "words", article("C1", "C2")),
            Assumption("then", sympy.Or(gain > 1, sympy.Not(loss < 0)), calibrations=("thaw",)),
            Assumption("structural"),
        ],
        {
            "baseline": {"gain": "1/2", "loss": 1, "share": sympy.sqrt(2)},
            "thaw": {"gain": "1/3"},
        },
        [
            Proposition("one", "words", (Happens(reaches("x"), gain > 0, never=True),), "how"),
            Proposition(
                "all",
                "",
                (
                    HappensIff(passes(("x",), ("y",)), gain > loss),
                    Monotone(reaches("z"), "gain", "increasing"),
                    Independent(reaches("z"), "loss", gain > 0),
                    Always(gain > 0),
                    Varies(gain / loss, "gain", "increasing", loss > 0),
                ),
            ),
        ],
        [
            ClosedForm(
                "share",
                "words",
                Formula({"s": gain / loss, "t": True}, loss > 0, "because"),
                source="Nash 1950",
                constraints={"no charity": True},
            )
        ],
        story="Курилы",
        options={"informed": True, "rounds": 3, "share": Fraction(1, 3), "side": "east"},
    )


@given(st.fractions(min_value="1/1000", max_value=1000))
@settings(max_examples=5, deadline=None)
def test_models_that_are_data_survive(bound: Fraction) -> None:
    model = small_model(bound)
    read = again(model)
    assert read == model
    assert "omitted" not in json.loads(to_json(model))
    values = {"gain": "1/2", "loss": 3}
    assert read.closed_forms["share"](**values) == model.closed_forms["share"](**values)
    assert read.closed_forms["share"].compute.refusal == "because"
    assert read.without("no charity") == model.without("no charity")
    assert again(model.without("no charity")) == model.without("no charity")


def test_what_is_no_data_is_named_and_no_proposition_gets_weaker() -> None:
    model = small_model(Fraction(1))
    claims = (Happens(reaches("x")), Happens(lambda equilibrium: "x" in equilibrium.path))
    other = Model(
        "other", model.game, model.parameters, propositions=[Proposition("p", "", claims)]
    )
    data = json.loads(to_json(other))
    assert data["omitted"] == [
        "the claims of proposition 'p': an event that is a function is no data"
    ]
    assert from_json(to_json(other)).propositions["p"].claims == ()


@given(imperfect_information_games(max_profiles=16))
@settings(max_examples=20, deadline=None)
def test_equilibria_survive(game: Game) -> None:
    found = subgame_perfect(game)
    if found:
        assert again(found) == found
        assert again(found[0]) == found[0]


@pytest.mark.parametrize("solve", [nash, perfect_bayesian, sequential, subgame_perfect])
@pytest.mark.parametrize("build", [selten_horse, beer_quiche])
def test_equilibria_of_every_concept_survive(solve, build) -> None:  # noqa: ANN001 - functions
    found = solve(build())
    read = again(found)
    assert read == found
    for one, other in zip(read, found, strict=True):
        assert one.payoffs == other.payoffs
        assert one.verify()
        assert one.witness == other.witness


def test_irrational_numbers_survive() -> None:
    game = irrational()
    assert again(game) == game
    found = nash(game)
    assert again(found) == found


def test_a_false_equilibrium_is_refused() -> None:
    data = json.loads(to_json(subgame_perfect(selten_horse())[0]))
    for entry in data["equilibria"][0]["profile"]:
        entry["probabilities"].reverse()
    with pytest.raises(FormatError, match=r"line 1, column \d+: equilibria\[0\]: this is no"):
        from_json(json.dumps(data) + "\n")


@pytest.mark.parametrize("ties", [False, True])
def test_partitions_survive(ties: bool) -> None:  # noqa: FBT001 - drawn
    for name in ("basing_shadow", "no_base_pledge"):
        partition = partition_of(catalogue()[name](), ties=ties)
        bare = partition_of(from_json(to_json(partition.model)), ties=ties)
        read = again(bare)
        assert read == bare
        assert [str(cell) for cell in read.cells] == [str(cell) for cell in partition.cells]
    assert from_json(to_json(partition_of(basing_shadow()))).verify()


WHERE = '{"format": "negotiation", "version": 1, "kind": "game", "players": ["A"],\n "nodes": '
REFUSED = {
    "no JSON": ("{,}\n", 1, 2),
    "another format": ('{"format": "x"}\n', 1, 12),
    "a later version": ('{"format": "negotiation",\n "version": 2}', 2, 13),
    "an unknown kind": ('{"format": "negotiation", "version": 1,\n"kind": "x"}', 2, 9),
    "a node that leads to itself": (WHERE + '[{"player": "A", "actions": [{}]}]}', 2, 40),
    "a node below the tree": (
        WHERE + '[{"payoffs": ["1"]}, {"player": "A", "actions": [{"label": "x", "to": 1}]}]}',
        2,
        81,
    ),
    "a payoff too many": (WHERE + '[{"payoffs": ["1", "2"]}]}', 2, 24),
    "division by zero": (WHERE + '[{"payoffs": ["1/0"]}]}', 2, 25),
    "an undeclared symbol": (WHERE + '[{"payoffs": ["gain"]}]}', 2, 25),
    "infinity": (WHERE + '[{"payoffs": [Infinity]}]}', 1, 1),
    "chances that do not sum to one": (
        WHERE
        + '[{"payoffs": ["1"]}, {"branches": [{"label": "x", "to": 0, "probability": "1/2"}]}]}',
        1,
        1,
    ),
    "brackets without end": ("[" * 100_000 + "\n", 1, 61),
    "braces without end": ('{"a":' * 100_000 + "\n", 1, 301),
    "half a letter": (WHERE + '[{"payoffs": ["1"], "label": "\\ud800"}]}', 2, 40),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_refusals_name_line_and_column(case: str) -> None:
    text, line, column = REFUSED[case]
    with pytest.raises(FormatError, match=f"line {line}, column {column}: "):
        from_json(text)


def test_a_short_file_cannot_ask_for_much() -> None:
    """Sixty doublings of a shared node would be a tree of 2^60 nodes."""
    nodes = ['{"payoffs": ["1"]}']
    for place in range(60):
        both = f'[{{"label": "x", "to": {place}}}, {{"label": "y", "to": {place}}}]'
        nodes.append(f'{{"player": "A", "actions": {both}}}')
    start = time.perf_counter()
    with pytest.raises(FormatError, match=r"more than .* nodes"):
        from_json(WHERE + f"[{', '.join(nodes)}]}}")
    assert time.perf_counter() - start < 5


ATTACKS = [
    "__import__('os').system('touch /tmp/owned')",
    "().__class__.__bases__[0].__subclasses__()",
    "exec('import os')",
    "lambda: 1",
    "[x for x in (1,)]",
    "open('/etc/passwd')",
    "Symbol('x')",
    "sympify('1')",
    "A.B",
    "1 if 1 else 2",
    "'a'",
    'f"{1}"',
    "9^9^9^9",
    "(9^999)^999",
    "2^99999999",
    "(x+1)^10000000",
    "((" * 5000,
    "-" * 5000 + "1",
    "1" * 5000,
    "sqrt(" * 40 + "2" + ")" * 40,
    "root(0, 1, 0, 1)",
    "root(0, 0, 1)",
    "Max()",
    "Piecewise(1)",
    "1 < 2",
    "not 1",
    "x < x < x",
    "`x",
    "∞",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_expressions_are_never_run(attack: str) -> None:
    """Only the grammar is read: no Python, no sympify, no work beyond the length of the text."""
    start = time.perf_counter()
    text = WHERE + json.dumps([{"payoffs": [attack]}]) + "}"
    with pytest.raises(FormatError, match="line 2, column"):
        from_json(text)
    assert time.perf_counter() - start < 2


x, y, z = sympy.symbols("x y z")
leaves = st.sampled_from([x, y, z, sympy.Integer(2), sympy.Rational(-1, 3), sympy.sqrt(2)])
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a - b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, n: a**n, inner, st.sampled_from([2, 3])),
        st.builds(lambda a: 1 / (a**2 + 1), inner),
        st.builds(sympy.Max, inner, inner),
        st.builds(sympy.Abs, inner),
        st.builds(lambda a, b: sympy.Piecewise((a, x > 0), (b, True)), inner, inner),
        st.builds(lambda a, b: sympy.Mul(2, a + b, evaluate=False), inner, inner),
    ),
    max_leaves=6,
)


@given(expressions, expressions)
@settings(max_examples=100, deadline=None)
def test_expressions_survive(one: sympy.Expr, other: sympy.Expr) -> None:
    symbols = {"x": x, "y": y, "z": z}
    for value in (
        one,
        other,
        sympy.Lt(one, other),
        sympy.And(x > 0, sympy.Or(sympy.Eq(y, one), z < 1)),
    ):
        unusual = value.has(sympy.I, sympy.zoo, sympy.nan, sympy.oo)
        if unusual or any(not part.free_symbols for part in value.atoms(sympy.Mul)):
            continue  # 2*2 is no number that anybody has
        assert read_expression(expression_text(value, symbols), symbols) == value


def test_by_hand() -> None:
    symbols = {"x": x, "y": y}
    cases = {
        "x - y - 1": x - y - 1,
        "x/y/2": x / y / 2,
        "-x^2": -(x**2),
        "2^-1": sympy.Rational(1, 2),
        "x^y^2": None,
        "1/2*x": x / 2,
        "x**2": x**2,
        "0.25 + x": x + sympy.Rational(1, 4),
        "not x < y or y = 1 and x != 2": sympy.Or(
            x >= y, sympy.And(sympy.Eq(y, 1), sympy.Ne(x, 2))
        ),
        "root(0, 1, 0, 0, -2)": sympy.CRootOf(z**3 - 2, 0),
    }
    for text, value in cases.items():
        if value is not None:
            assert read_expression(text, symbols) == value


def test_what_cannot_be_written() -> None:
    for thing in (3, [], [subgame_perfect(selten_horse())[0], 1]):
        with pytest.raises(NotSupported, match="cannot be written"):
            to_json(thing)
    game = Game(("A",), Decision("A", {"x": Outcome({"A": sympy.sin(x)})}))
    with pytest.raises(NotSupported, match="no words"):
        to_json(game)
    positive = sympy.Symbol("x", positive=True)
    both = Game(("A",), Decision("A", {"x": Outcome({"A": x}), "y": Outcome({"A": positive})}))
    with pytest.raises(NotSupported, match="two different symbols"):
        to_json(both)


def json_seeds() -> list[str]:
    small = Game(
        ("A", "B"),
        Chance(
            {
                "a": (
                    "1/3",
                    Decision(
                        "A",
                        {"x": Outcome({"A": x, "B": "1/2"}), "y": Outcome({"A": 0, "B": 1})},
                        "h",
                    ),
                ),
                "b": ("2/3", Outcome({"A": 2, "B": sympy.Max(x, 1)})),
            }
        ),
    )
    return [
        to_json(small),
        to_json(small_model(Fraction(1))),
        to_json(subgame_perfect(selten_horse())[0]),
    ]


def test_mutated_files_are_values_or_refused() -> None:
    games, refused = fuzz(from_json, json_seeds(), 1_500, 7)
    assert games + refused == 1_500
    assert games > 20
    assert refused > 200


@pytest.mark.slow
def test_fifty_thousand_mutated_files() -> None:
    """Run alone: pytest -m slow tests/formats."""
    games, refused = fuzz(from_json, json_seeds(), 50_000, 8)
    assert games + refused == 50_000
