"""One chart, one file: what it draws, its title, its description, its table and how it is read."""
