"""The full-screen interview in a browser on this machine; imported where it is asked for. Needs `mvpod[browser]`."""

import os

# Textual reads it once, when it is imported; which colours the terminal has says nothing about the browser.
os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
