"""Small inputs that once went wrong; each file says what it is, the tests what is right."""
