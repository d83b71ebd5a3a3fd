"""Why the pledge reported in November 2018 failed.

Three answers of the games: the pledge was not credible, so it should not have moved Russia; what
Russia must believe of Tokyo's freedom before a pledge moves it; and what the backtest says of the
events around it.
"""

from negotiation import solve, talks

pledge = talks.no_base_pledge()
[found] = solve.subgame_perfect(pledge.at())
values = pledge.calibrations["baseline"]
print("1. Credibility. A pledge is kept iff reneging_cost > refusal_cost - hosting_cost:")
print(
    f"    {values['reneging_cost']} against "
    f"{values['refusal_cost']} - {values['hosting_cost']} = "
    f"{values['refusal_cost'] - values['hosting_cost']}"
)
print(f"    asked for a base after a pledge, Japan would {found.profile.choice('answer | pledge')}")
print(f"    so after a pledge Russia would {found.profile.choice('transfer | pledge')}")

signalling = talks.autonomy_signalling()
threshold = signalling.closed_forms["transfer_belief_threshold"]()["threshold"]
print(f"\n2. Belief. Russia transfers if it believes in a free Tokyo with more than {threshold}.")
for calibration in ("baseline", "cheap_false_pledge"):
    print(f"    {calibration}:")
    for each in solve.perfect_bayesian(signalling.at(calibration)):
        sent = each.probability_of("pledge")
        trust = each.beliefs["transfer | pledge"]["autonomous", "pledge"]
        believes = f"believes in it with {trust}" if sent else "would be free to doubt it"
        moves = each.profile["transfer | pledge"]
        reply = ", ".join(f"{move} {chance}" for move, chance in moves.items() if chance)
        print(f"        pledge sent with probability {sent}: Russia {believes}; {reply}")

print("\n3. What happened, against the games:")
for row in talks.backtest().rows:
    if row.event.id in ("E20", "E23", "E26"):
        print(f"    {row.event.id} {row.setting.game:<19} {row.verdict:<11} {row.seen}")
