pytest_plugins = ["tests.timing"]
