"""Do the tests notice? Single-line mistakes are put into the engine, and its tests and those of theory run on each."""
