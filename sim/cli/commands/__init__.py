"""The commands of `python -m sim`: a room for those of one subject, and the catalogue that lists them."""
