"""Which assumption carries a result: prove it, drop assumptions one by one, see what breaks.

The result: in the game of the pledge, an American request for a base is never seen.  The unused
threat decides.
"""

from negotiation import nearest, prove, talks
from negotiation.model import reaches
from negotiation.parametric import OutcomeClass

model = talks.no_base_pledge()
request = reaches("request")


def never_requested(equilibrium: OutcomeClass) -> bool:
    return not request(equilibrium)


verdict = prove(model, never_requested)
print(f"{request}: never.  {type(verdict).__name__}, checked in fractions: {verdict.verify()}")
print("every smallest set of assumptions that proves it:")
for core in sorted(map(sorted, verdict.minimal_cores())):
    print("    " + ", ".join(core))

print("\nwithout one assumption at a time:")
for name, assumption in model.assumptions.items():
    if assumption.is_general:
        after = prove(model.without(name), never_requested)
        print(f"    {name:<24} {type(after).__name__}")

dropped = model.without("base_spoils_deal")
refuted = prove(dropped, never_requested)
print("\na counterexample without base_spoils_deal, solved again by numbers:")
print(f"    gain above loss: {refuted.at['treaty_gain'] > refuted.at['basing_loss']}")
print(f"    {' → '.join(refuted.equilibrium.path)}; certified: {refuted.equilibrium.verify()}")

print("\nhow far the baseline is from a request:")
never = nearest(model, "baseline", request)
print(f"    as assumed: it cannot happen, by base_spoils_deal: {'base_spoils_deal' in never.core}")
print(f"    without base_spoils_deal: a change of {nearest(dropped, 'baseline', request).distance}")
