"""Closed forms that the engine must return: a table of cases, each a small model beside its formula."""
