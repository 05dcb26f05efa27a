"""Small models written with nothing but the engine's public parts, and the judgement of one by its formula."""
