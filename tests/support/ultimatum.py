"""The ultimatum game over a cake of whole units."""

from __future__ import annotations

from negotiation.game import Decision, Game, Outcome

__all__ = ["ultimatum"]


def ultimatum(units: int) -> Game:
    """Player 1 offers 0 to ``units`` to player 2, who accepts or rejects."""
    nothing = Outcome({"1": 0, "2": 0})
    return Game(
        ("1", "2"),
        Decision(
            "1",
            {
                f"offer {offer}": Decision(
                    "2",
                    {"accept": Outcome({"1": units - offer, "2": offer}), "reject": nothing},
                    f"answer {offer}",
                )
                for offer in range(units + 1)
            },
            "offer",
        ),
    )
