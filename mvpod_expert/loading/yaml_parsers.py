"""The parsers of YAML: libyaml's where it is installed, and PyYAML's own, made to read what libyaml reads."""

from __future__ import annotations

from typing import Any

import yaml

BLANK_OR_END = "\0 \t\r\n\x85\u2028\u2029"


class PythonLoader(yaml.SafeLoader):
    """PyYAML's own parser, reading a question mark in brackets as libyaml does: as part of the text it stands in."""

    def check_key(self) -> bool:
        """Return whether a question mark begins a key."""
        return self.peek(1) in BLANK_OR_END

    def scan_plain(self) -> yaml.ScalarToken:
        """Read a text without quotes; PyYAML's code, but for the question mark."""
        chunks: list[str] = []
        spaces: list[str] | None = []
        start = end = self.get_mark()
        indent = self.indent + 1
        in_brackets = ",[]{}" if self.flow_level else ""
        while self.peek() != "#":
            length = 0
            while True:
                sign = self.peek(length)
                ends_key = sign == ":" and self.peek(length + 1) in BLANK_OR_END + in_brackets
                if sign in BLANK_OR_END or ends_key or sign in in_brackets:
                    break
                length += 1
            if not length:
                break
            self.allow_simple_key = False
            chunks += [*(spaces or ()), self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return yaml.ScalarToken("".join(chunks), True, start, end)  # noqa: FBT003 - PyYAML's


Loader: Any = getattr(yaml, "CSafeLoader", PythonLoader)
