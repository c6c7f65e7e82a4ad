"""Reports to hand over: one content for HTML, Markdown and Word."""
