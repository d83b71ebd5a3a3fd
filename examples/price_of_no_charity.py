"""What "no charity" cost both sides.

Imposes the rule and lifts it: in the offer of one project, in the trade of islands for economics,
and in the choice of a package of projects.
"""

from negotiation import Model, solve, talks


def payoffs(model: Model, calibration: str) -> str:
    """Return the payoffs of every equilibrium, each once, as text."""
    found = solve.subgame_perfect(model.at(calibration), limit=100_000)
    vectors = {tuple(map(str, each.payoffs.values())) for each in found}
    return " or ".join(f"({', '.join(each)})" for each in sorted(vectors))


print("One project, payoffs (Japan, Russia)")
free = talks.project_menu()
ruled = talks.project_menu(no_charity=True)
for calibration in free.calibrations:
    print(f"    {calibration:<13} lifted {payoffs(free, calibration)}", end="  ")
    print(f"imposed {payoffs(ruled, calibration)}")

print("\nIslands for economics, payoffs (Japan, Russia)")
free = talks.linkage_no_charity(no_charity=False)
ruled = talks.linkage_no_charity()
for calibration in free.calibrations:
    print(f"    {calibration:<15} lifted {payoffs(free, calibration):<12}", end=" ")
    print(f"imposed {payoffs(ruled, calibration)}")

print("\nA package of projects: the frontier")
for rules in ((), ("no charity",)):
    portfolio = talks.project_portfolio(rules=rules)
    ends = [str(each) for each in portfolio.pareto_frontier.payoffs]
    points = " ".join(f"({a}, {b})" for a, b in portfolio.pareto_frontier.payoffs)
    print(f"    {', '.join(rules) or 'no rule':<11} {len(ends)} points: {points}")

before = talks.project_portfolio(rules=())
after = talks.project_portfolio(rules=("no charity",))
print("\nThe best a side could get")
for side in ("japan", "russia"):
    best = [getattr(each, f"{side}_best").value for each in (before, after)]
    print(f"    {side.title():<7} {best[0]} without the rule, {best[1]} with it")
print(f"    and the Nash package is the same: {before.nash.packages == after.nash.packages}")
