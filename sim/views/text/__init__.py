"""What a terminal shows: tables, verdicts, scenarios and levers in words."""
