"""The interview on the whole screen of a terminal. Only this package knows Textual; it is imported when it is shown."""
