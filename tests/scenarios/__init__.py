"""The scenario files that come with the program."""
