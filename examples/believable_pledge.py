"""When a pledge that no base will come becomes believable.

Walks the cost of breaking the pledge through the point where Japan would keep it, asks for the
condition at every parameter value at once, and for the least change that turns the baseline.
"""

from fractions import Fraction

from negotiation import nearest, parametric, solve, talks
from negotiation.model import reaches

model = talks.no_base_pledge()
print(model.story, "\n")

print("reneging_cost  Japan then      Russia after a pledge   played")
for step in (0, 1, 2, 3, 4, 6):
    cost = step + Fraction(1, 4)
    [found] = solve.subgame_perfect(model.at(reneging_cost=cost))
    choice = found.profile.choice
    print(
        f"{cost!s:<13}  {choice('answer | pledge'):<14}  {choice('transfer | pledge'):<22}  "
        f"{' → '.join(found.path)}"
    )

partition = parametric.subgame_perfect(model)
region = partition.region(lambda equilibrium: "transfer" in equilibrium.path)
print("\nWith the other values at the baseline, Russia transfers where")
others = {
    model.symbols[name]: value
    for name, value in model.calibrations["baseline"].items()
    if name not in ("reneging_cost", "refusal_cost")
}
print("   ", region.subs(others).simplify())

print("\nThe least change from the baseline after which there is a transfer:")
print(nearest(model, model.calibrations["baseline"], reaches("transfer")))

print("\nWhat each parameter would have to become alone:")
for name in ("reneging_cost", "refusal_cost", "hosting_cost"):
    found = nearest(model, model.calibrations["baseline"], reaches("transfer"), change=[name])
    [(before, after)] = found.changes.values()
    print(f"    {name:<14} {before} → {after}")
