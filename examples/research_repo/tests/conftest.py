"""Turns on the plugin: the model named in ``pyproject.toml`` is put on trial."""

pytest_plugins = "negotiation.testing.plugin"
