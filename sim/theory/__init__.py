"""Floor 1: what textbooks say the engine must return, the small models that ask it, and the judgement.

``formulas`` are closed forms; ``queueing``, ``handoffs``, ``pooling``, ``errors`` and ``information`` hold small models written
with the engine's public parts and the cases (``CASES``) they must reproduce; ``lab`` runs and judges a case.
"""
