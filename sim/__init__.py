"""Interoffice: what it costs a company when its departments do not share what they know."""
