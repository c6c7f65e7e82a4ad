"""Choices whose marks say by their shape what is chosen: in Textual's own only the colour does."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip
from textual.widgets import RadioButton, SelectionList
from textual.widgets._toggle_button import ToggleButton

PLACE = "option"


class Radio(RadioButton):
    """One choice of several, filled where it is the one."""

    @property
    def _button(self) -> Content:
        return Content("●" if self.value else "○")


class TickList(SelectionList[int]):
    """Choices of which any number may be ticked."""

    def render_line(self, y: int) -> Strip:
        """Return a line of the list, with a tick or an empty box before a choice."""
        segments = list(super().render_line(y))
        for at, segment in enumerate(segments[:3]):
            place = segment.style.meta.get(PLACE) if segment.style is not None else None
            if segment.text == ToggleButton.BUTTON_INNER and place is not None:
                is_ticked = self.get_option_at_index(place).value in self.selected
                segments[at] = segment._replace(text="x" if is_ticked else " ")
        return Strip(segments)
