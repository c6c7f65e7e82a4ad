"""mvpod: an explainable, author-owned rule-based expert system for B2B sales mode and strategy.

`load` is where a program begins; see docs/in-your-program.md. It is imported when it is first used, so that commands
which need none of it start at once.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mvpod_expert.api import Mvpod, UnusableInputError, load

__all__ = ["Mvpod", "UnusableInputError", "__version__", "load"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in __all__:
        from mvpod_expert import api  # noqa: PLC0415 - see the module

        return getattr(api, name)
    message = f"module 'mvpod_expert' has no attribute {name!r}"
    raise AttributeError(message)
