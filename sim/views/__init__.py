"""Floor 5: charts, the network map and the pages people read. Knows tables, not the engine.

Importing this package costs nothing: each file imports matplotlib and networkx inside its functions.
"""
