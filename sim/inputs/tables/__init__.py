"""A company as tables: a spreadsheet or a folder of CSV files, checked cell by cell, made into a company file."""
