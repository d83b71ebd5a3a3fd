"""Whether the staffing window was worth using.

What starting at once brings over waiting for Washington, at the baseline and as the window grows;
how likely a hard line would have to be to make Japan wait; and what the start is worth if the line
turns out hard.
"""

from negotiation import nearest, solve, talks
from negotiation.model import reaches

model = talks.staffing_window()
margin = model.closed_forms["start_margin"]
print(f"Baseline: starting at once brings {margin()['margin']} more than waiting.")
for equilibrium in solve.subgame_perfect(model.at())[:1]:
    print(f"    played: {' → '.join(equilibrium.path)}, worth {equilibrium.payoffs['Japan']}")

print("\nAt the baseline, by the probability of a hard line:")
for tenths in range(0, 11, 2):
    brings = margin(hardline_probability=f"{tenths}/10")["margin"]
    print(f"    {tenths / 10:.1f}  {brings!s:>8}  {'start' if brings > 0 else 'wait'}")

print("\nUnder costly exit, by the length of the window:")
for periods in range(1, 8):
    longer = talks.staffing_window(window_periods=periods)
    values = longer.calibrations["costly_exit"]
    brings = longer.closed_forms["start_margin"](**values)["margin"]
    [game_value] = {
        each.payoffs["Japan"] for each in solve.subgame_perfect(longer.at("costly_exit"))
    }
    verdict = "start" if brings > 0 else "wait"
    worth = f"worth {float(game_value):.3f} to Japan"
    print(f"    {periods}  {float(brings):>7.3f}  {verdict:<5}  {worth}")

print("\nUnder costly exit with two periods, the least change after which Japan starts:")
found = nearest(model, model.calibrations["costly_exit"], reaches("start"), change=["exit_cost"])
print("   ", found)
