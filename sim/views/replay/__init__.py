"""The replay page: Python packs the data, `web/` holds the module that plays them."""
