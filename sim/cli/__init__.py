"""Floor 6: the command line, its flags and endings, and what the scripts share."""
