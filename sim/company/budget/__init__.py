"""The budget: what a company file amounts to before anything is simulated, as a controller would reckon it."""
