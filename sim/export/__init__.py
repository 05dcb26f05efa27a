"""Floor 5, beside the views: a run as files that other programs read: tables and event logs."""
