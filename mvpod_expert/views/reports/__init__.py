"""Reports people hand over: one content, written as a page for browsers, as Markdown and as a Word document."""
