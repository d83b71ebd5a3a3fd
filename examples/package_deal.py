"""Joint economic activity as a package: what each rule costs, and whom.

Takes the synthetic menu of fourteen projects, finds every efficient package with and without the
three rules, and lets the two sides bargain over them by alternating offers.
"""

from negotiation import talks
from negotiation.bargaining import agreements_by_patience, carried_projects, price_of_rules

RULES = ("joint participation", "no charity", "legal regime")

for rules in ((), RULES):
    portfolio = talks.project_portfolio(rules=rules)
    pairs = " ".join(f"({japan}, {russia})" for japan, russia in portfolio.pareto_frontier.payoffs)
    print(f"Rules: {', '.join(rules) or 'none'}")
    print(f"    {len(portfolio.admissible)} projects, {portfolio.feasible_packages} packages")
    print(f"    frontier (Japan, Russia): {pairs}")
    print(f"    {portfolio.nash}")

print("\nWhat lifting one rule adds, the others staying:")
portfolio = talks.project_portfolio()
for name, price in price_of_rules(portfolio.menu).items():
    if price.lost:
        japan, russia = price.cost["best for Japan"], price.cost["best for Russia"]
        print(f"    {name:<16} Japan's best +{japan}, Russia's best +{russia}")

print("\nProjects that one side would refuse alone, in efficient packages:")
for deal in portfolio.pareto_frontier.deals:
    for package in deal.packages:
        for key, players in carried_projects(portfolio.menu, package).items():
            pair = ", ".join(map(str, deal.payoffs))
            print(f"    ({pair}): {key}, refused alone by {' and '.join(players)}")

print("\nAlternating offers, Japan first, two rounds:")
frontier = portfolio.pareto_frontier
for discount, agreement in agreements_by_patience(
    frontier, ["1/2", "7/10", "9/10"], rounds=2
).items():
    if agreement.deal is not None:
        pair = ", ".join(map(str, agreement.deal.payoffs))
        print(f"    discount factor {discount!s:<5} round {agreement.round}: ({pair})")
