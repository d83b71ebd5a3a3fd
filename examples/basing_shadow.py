"""The basing probability at which Russia stops handing over two islands.

Solves the encoded game at its two calibrations, then walks the probability of a base through
the threshold that the closed form gives.
"""

from fractions import Fraction

from negotiation import solve, talks

model = talks.basing_shadow()

for calibration in model.calibrations:
    for equilibrium in solve.subgame_perfect(model.at(calibration)):
        print(f"{calibration}: {' → '.join(equilibrium.path)}")
        for player, payoff in equilibrium.payoffs.items():
            print(f"    {player:<14} {payoff}")

threshold = model.closed_forms["basing_threshold"]()["threshold"]
print(f"\nRussia transfers below a basing probability of {threshold}:")
for step in range(1, 6):
    probability = Fraction(step, 9)
    for equilibrium in solve.subgame_perfect(model.at(basing_probability=probability)):
        move = equilibrium.profile.choice("transfer")
        print(f"    {probability!s:<4} {move or 'mixes':<9} {equilibrium.payoffs['Russia']}")

value = model.closed_forms["value_of_information"]()["value"]
informed = talks.basing_shadow(informed=True)
[knowing] = solve.subgame_perfect(informed.at())
[guessing] = solve.subgame_perfect(model.at())
gain = knowing.payoffs["Russia"] - guessing.payoffs["Russia"]
print(f"\nKnowing US intentions is worth {gain} to Russia; the closed form says {value}.")
