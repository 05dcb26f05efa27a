"""Do the tests notice? Single-line mistakes are put into the engine, and the tests of engine and verification run on each."""
