"""Support enumeration loses nothing: every equilibrium on a grid has a support that is listed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from negotiation.game import reduced_strategic_form, simultaneous_game
from negotiation.solve.support import support_equilibria
from negotiation.solve.supports import possible_supports, worth_of

F = Fraction
Cell = tuple[int, ...]
Mixed = tuple[Fraction, ...]


def arrays(pay: dict[Cell, tuple[int, ...]], shape: Sequence[int], player: int) -> object:
    def part(before: Cell) -> object:
        if len(before) == len(shape):
            return pay[before][player]
        return [part((*before, own)) for own in range(shape[len(before)])]

    return part(())


def is_equilibrium(
    pay: dict[Cell, tuple[int, ...]], shape: Sequence[int], mixed: Sequence[Mixed]
) -> bool:
    """By the definition: what a player plays is best against the product of the others."""
    for player in range(len(shape)):
        worth = [F(0)] * shape[player]
        for cell, pays in pay.items():
            chance = F(1)
            for other, own in enumerate(cell):
                if other != player:
                    chance *= mixed[other][own]
            worth[cell[player]] += chance * pays[player]
        if any(w and v < max(worth) for w, v in zip(mixed[player], worth, strict=True)):
            return False
    return True


def support(mixed: Sequence[Sequence[object]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(k for k, weight in enumerate(own) if weight != 0) for own in mixed)


@pytest.mark.parametrize(("shape", "parts", "count"), [((2, 2, 2), 4, 40), ((3, 2, 2), 2, 25)])
def test_every_equilibrium_on_a_grid_has_a_listed_support(
    shape: tuple[int, ...], parts: int, count: int
) -> None:
    """Payoffs 0, 1 and 2, so that ties and continua abound."""
    source = Random(17)  # noqa: S311 - test data
    grids = [
        [
            tuple(F(k, parts) for k in point)
            for point in product(range(parts + 1), repeat=size)
            if sum(point) == parts
        ]
        for size in shape
    ]
    seen = 0
    for _ in range(count):
        cells = list(product(*map(range, shape)))
        pay = {cell: tuple(source.randint(0, 2) for _ in shape) for cell in cells}
        form = reduced_strategic_form(
            simultaneous_game([arrays(pay, shape, player) for player in range(len(shape))])
        )
        found = support_equilibria(form)
        by_support: dict[object, list[object]] = {}
        for answer in found:
            by_support.setdefault(support(answer.mixture), []).append(answer)
        for mixed in product(*grids):
            if not is_equilibrium(pay, shape, mixed):
                continue
            seen += 1
            own = by_support.get(support(mixed))
            assert own is not None, (pay, mixed)
            # Without conditions the listed ones are all that this support has.
            assert any(each.free or each.mixture == mixed for each in own), (pay, mixed)
    assert seen > 100


def test_few_supports_of_random_games_are_left_to_polynomials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Linear programs rule most supports out: systems solved are not many more than answers."""
    from negotiation.solve import support as module

    solved: list[object] = []
    isolated = module.isolated_points

    def counted(*arguments: object) -> object:
        solved.append(arguments)
        return isolated(*arguments)

    monkeypatch.setattr(module, "isolated_points", counted)
    source = Random(1)  # noqa: S311 - test data
    shape = (3, 3, 2)
    pay = {
        cell: tuple(source.randint(-99, 99) for _ in shape) for cell in product(*map(range, shape))
    }
    form = reduced_strategic_form(simultaneous_game([arrays(pay, shape, p) for p in range(3)]))
    supports = list(possible_supports(form, worth_of(form), limit=1000))
    found = support_equilibria(form)
    assert len(solved) <= len(supports) / 2
    assert len(found) % 2 == 1
