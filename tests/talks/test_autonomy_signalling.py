"""G3: the equilibrium classes worked out by hand, at every listed point and at random."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from negotiation import talks
from negotiation.errors import AssumptionViolated, NotSupported
from negotiation.game import bayes_beliefs
from negotiation.solve import Equilibrium, perfect_bayesian, refine, sequential

Values = dict[str, Fraction]

SETS = (
    "message | autonomous",
    "message | dependent",
    "transfer | pledge",
    "transfer | no pledge",
)


def expected_classes(values: Values) -> dict[str, tuple[Fraction | None, ...]]:
    """Name → probabilities of pledging by type and of a transfer after each message.

    The table of the worked model, with W = 1 - gain/loss; ``None`` at sets that are not reached.
    """
    prior, value = values["autonomy_probability"], values["island_value"]
    belief = 1 - values["treaty_gain"] / values["basing_loss"]
    low, high = values["pledge_cost_autonomous"], values["pledge_cost_dependent"]
    one, zero = Fraction(1), Fraction(0)
    found: dict[str, tuple[Fraction | None, ...]] = {}
    if low < value < high:
        found["separating"] = (one, zero, one, zero)
    if prior < belief:
        found["pooling on no pledge, keep"] = (zero, zero, None, zero)
    if prior > belief:
        found["pooling on no pledge, transfer"] = (zero, zero, None, one)
    if prior > belief and value > high:
        found["pooling on pledge, transfer"] = (one, one, one, None)
    if prior < belief and value > high:
        mix = prior * (1 - belief) / ((1 - prior) * belief)
        found["dependent mixes"] = (one, mix, high / value, zero)
    if prior > belief and value > low:
        mix = 1 - belief * (1 - prior) / (prior * (1 - belief))
        found["autonomous mixes"] = (mix, zero, one, 1 - low / value)
    return found


def on_path(equilibrium: Equilibrium) -> tuple[Fraction | None, ...]:
    reached = bayes_beliefs(equilibrium.profile)
    rows = [None if reached[name] is None else equilibrium.profile[name] for name in SETS]
    keys = ("pledge", "pledge", "transfer", "transfer")
    return tuple(None if row is None else row[key] for row, key in zip(rows, keys, strict=True))


def draws(seed: int, count: int) -> Iterator[Values]:
    """Yield values that meet the assumptions, off every indifference surface."""
    source = Random(seed)  # noqa: S311 - draws of games, no secret
    while count:
        gain = Fraction(source.randint(1, 30), 10)
        low = Fraction(source.randint(1, 30), 10)
        values = {
            "autonomy_probability": Fraction(source.randint(1, 19), 20),
            "island_value": Fraction(source.randint(1, 60), 10),
            "treaty_gain": gain,
            "basing_loss": gain + Fraction(source.randint(1, 40), 10),
            "pledge_cost_autonomous": low,
            "pledge_cost_dependent": low + Fraction(source.randint(1, 30), 10),
        }
        surfaces = (
            values["autonomy_probability"] - 1 + gain / values["basing_loss"],
            values["island_value"] - low,
            values["island_value"] - values["pledge_cost_dependent"],
        )
        if all(surfaces):
            count -= 1
            yield values


def check(values: Values) -> set[str]:
    """Both solvers give exactly the classes of the table, and refinements delete as it says."""
    game = talks.autonomy_signalling().at(**values)
    expected = expected_classes(values)
    for solver in (perfect_bayesian, sequential):
        found = [on_path(equilibrium) for equilibrium in solver(game)]
        assert len(found) == len(set(found))
        assert set(found) == set(expected.values())
    check_refinements(values, solver(game), expected)
    return set(expected)


def check_refinements(
    values: Values,
    equilibria: list[Equilibrium],
    expected: dict[str, tuple[Fraction | None, ...]],
) -> None:
    value = values["island_value"]
    low, high = values["pledge_cost_autonomous"], values["pledge_cost_dependent"]
    no_trade = expected.get("pooling on no pledge, keep")
    for criterion, deleted in (("intuitive", low < value < high), ("D1", value > low)):
        kept = {on_path(equilibrium) for equilibrium in refine(equilibria, criterion).kept}
        if no_trade is not None:
            assert (no_trade not in kept) == deleted
        survivor = expected.get("pooling on pledge, transfer")
        assert survivor is None or survivor in kept


class TestClasses:
    @pytest.mark.parametrize(
        ("calibration", "classes"),
        [
            (
                "baseline",
                {
                    "separating": (1, 0, 1, 0),
                    "pooling on no pledge, keep": (0, 0, None, 0),
                },
            ),
            (
                "cheap_false_pledge",
                {
                    "dependent mixes": (1, Fraction(1, 6), Fraction(2, 3), 0),
                    "pooling on no pledge, keep": (0, 0, None, 0),
                },
            ),
            (
                "confident_russia",
                {
                    "pooling on no pledge, transfer": (0, 0, None, 1),
                    "pooling on pledge, transfer": (1, 1, 1, None),
                    "autonomous mixes": (Fraction(3, 5), 0, 1, Fraction(2, 3)),
                },
            ),
        ],
    )
    def test_listed_points(
        self, calibration: str, classes: dict[str, tuple[Fraction | None, ...]]
    ) -> None:
        model = talks.autonomy_signalling()
        values = {name: Fraction(value) for name, value in model.values(calibration).items()}
        assert expected_classes(values) == classes
        check(values)

    def test_random_draws(self) -> None:
        seen: set[str] = set()
        for values in draws(1, 12):
            seen |= check(values)
        assert len(seen) == 6

    @pytest.mark.slow
    def test_many_random_draws(self) -> None:
        for values in draws(2, 120):
            check(values)


class TestModel:
    def test_the_article(self) -> None:
        """Pooling on no pledge, keep, is an equilibrium at the baseline."""
        paths = [on_path(each) for each in perfect_bayesian(talks.autonomy_signalling().at())]
        assert (0, 0, None, 0) in paths

    def test_indifference_belief(self) -> None:
        form = talks.autonomy_signalling().closed_forms["transfer_belief_threshold"]
        assert form() == {"threshold": Fraction(2, 3)}
        assert form(treaty_gain="1/2", basing_loss=4) == {"threshold": Fraction(7, 8)}
        with pytest.raises(NotSupported, match="0 < treaty_gain < basing_loss"):
            form(treaty_gain=4)

    def test_costlier_lies_separate(self) -> None:
        """Proposition 1: on both sides of island_value, under the intuitive criterion."""
        model = talks.autonomy_signalling()
        below = refine(model.at(pledge_cost_dependent="29/10"), "intuitive").kept
        above = refine(model.at(pledge_cost_dependent="31/10"), "intuitive").kept
        assert (0, 0, None, 0) in map(on_path, below)
        assert list(map(on_path, above)) == [(1, 0, 1, 0)]

    def test_confidence_makes_the_pledge_unnecessary(self) -> None:
        """Proposition 2: transfer without a pledge, above W = 2/3 and not below."""
        model = talks.autonomy_signalling()
        without_pledge = (0, 0, None, 1)
        for prior, possible in (("13/20", False), ("7/10", True)):
            game = model.at(autonomy_probability=prior)
            assert (without_pledge in map(on_path, perfect_bayesian(game))) == possible

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"treaty_gain": 4}, "base_spoils_deal"),
            ({"pledge_cost_dependent": "1/2"}, "false_pledge_costs_more"),
        ],
    )
    def test_assumptions_are_held(self, values: dict[str, object], name: str) -> None:
        with pytest.raises(AssumptionViolated, match=name):
            talks.autonomy_signalling().at(**values)

    def test_it_is_in_the_catalogue(self) -> None:
        assert talks.catalogue()["autonomy_signalling"]().name == "autonomy_signalling"
