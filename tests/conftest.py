"""How many examples the property tests draw, where a test does not say."""

from hypothesis import settings

# No deadline: how long an example takes depends on what else the machine is doing.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile("quick")
