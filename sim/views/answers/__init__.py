"""What the studies answer: words, charts, tables and scenarios, and the folder they are written to."""
