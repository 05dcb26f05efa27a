"""The commands of the program: one command, one file, and the catalogue that lists them."""
