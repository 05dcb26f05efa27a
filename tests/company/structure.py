"""Numbers that are structure, each with its reason: those in the code, and those of the company file no box varies."""

from __future__ import annotations

GUARD = "keeps a division from having nothing below the line; no result rests on it"
ZERO = "differences of rounding that count as none"
MIDDLE = "the middle of a scale from 0 to 1, at which neither end has a say"
ROUND = "half of one, where a number is rounded to the nearest whole one"
PLACE = "a number from which on draws or cases are counted, far from all others; its size says nothing"

CODE: dict[tuple[str, str, float], str] = {
    ("company/back_office/finance.py", "periods", 3): "periods of a quarter, the 4-4-5 weeks of the calendar of accounts",
    ("company/back_office/hr.py", "decide_overtime", 0.5): "teams stand in the middle of equal parts of (0, 1)",
    ("company/back_office/it.py", "__init__", 1e-9): GUARD,
    ("company/back_office/it.py", "breach", 32): "bits of a number that a draw is told apart by",
    ("company/back_office/it.py", "release", 32): "bits of a number that a draw is told apart by",
    (
        "company/back_office/logistics.py",
        "REVIEW_DAYS",
        5,
    ): "working days of a week, over which the looks at stock are spread",
    (
        "company/budget/budget.py",
        "MOST_BUSY",
        0.95,
    ): "beyond it the reckoned wait would grow without end; a budget only needs an order of size",
    ("company/budget/delays.py", "_answered", 0.05): GUARD,
    ("company/budget/delays.py", "hours_to_respond", 0.5): "the middle of an hour stands for the whole",
    (
        "company/budget/money.py",
        "MONTHS",
        36,
    ): "months over which what is spent once is spread: how results are told, nothing a company does",
    ("company/budget/volumes.py", "_credit_question_share", 40): "how far a sum of ever smaller shares is carried on",
    ("company/budget/volumes.py", "mean_units", 0.5): ROUND,
    (
        "company/budget/work.py",
        "WORKING_DAYS",
        5.0,
    ): "working days of a week: counts and looks at backlogs follow opening hours",
    ("company/budget/work.py", "_touch", 1e-9): GUARD,
    ("company/checks.py", "_several", 4): "names that a message lists before it says how many more there are",
    ("company/customers.py", "PROSPECTS", 1_000_000_000): PLACE,
    ("company/customers.py", "considers_leaving", 1e-9): GUARD,
    ("company/decisions.py", "OVERTIME", 0.5): "whole people: half of one is no other action",
    ("company/decisions.py", "PROMISE", 0.5): "whole days: half of one is no other action",
    ("company/decisions.py", "REPLENISH", 0.5): "whole units: half of one is no other action",
    (
        "company/decisions.py",
        "credit_cost",
        0.15,
    ): "weighs regret, which is told beside the results and changes nothing that is done",
    ("company/decisions.py", "tolerance", 1e-9): ZERO,
    ("company/department.py", "(URGENT, LIVE, NORMAL, LAST)", 3.0): "an order of four; only which is larger counts",
    ("company/department.py", "decide", 0.5): MIDDLE,
    ("company/events.py", "EXTRA", 1_000_000): PLACE,
    ("company/facts.py", "service_level_hours", 20): "of made-up runs in tests; the company's own stands in the file",
    ("company/front_office/sales.py", "AGAIN", 50_000_000): PLACE,
    (
        "company/front_office/sales.py",
        "MOST_WISHES",
        256,
    ): "room for the numbers of one customer's wishes: more than 100 years of them",
    ("company/front_office/sales.py", "_fill_basket", 0.5): ROUND,
    (
        "company/front_office/support.py",
        "WORKING_DAYS",
        5,
    ): "working days of a week, by which questions at the beginning are reckoned",
    ("company/front_office/support.py", "find_out", 900): PLACE,
    ("company/front_office/support.py", "understand_each_other", 800): PLACE,
    ("company/front_office/ticket.py", "USUAL_TACT", 0.5): MIDDLE,
    ("company/hours.py", "SEASON", 1_300): "weeks of a calendar, longer than any run",
    ("company/information.py", "carry", 1024): "equal parts of a draw, by which the field is chosen that is wrong",
    ("company/information.py", "_spoil", 10): "the same 1024 parts, as a power of two",
    ("company/periods.py", "CLOSING_TASKS", 8): "accounts that every set of books has: their touch time is in the file",
    (
        "company/periods.py",
        "PAYROLL_WEEKS",
        4,
    ): "the months of the calendar of accounts, which measures and budget count by too",
    ("company/periods.py", "PERIOD_WEEKS", 4): "the 4-4-5 weeks of the calendar of accounts",
    ("company/periods.py", "PERIOD_WEEKS", 5): "the 4-4-5 weeks of the calendar of accounts",
    ("company/simulation.py", "FORGETTING", 13): "weeks between two clearings of memory; a run is the same without them",
    ("company/staffing.py", "_build", 0.5): MIDDLE,
    ("company/streamed.py", "GROUP_BYTES", 20): "how much is written to disk at once",
    (
        "company/wrong_entries.py",
        "wrong_units",
        0.5,
    ): "a figure that is wrong is so by up to half of it: what being wrong means here",
    ("levers/challenges.py", "apart", 0.5): MIDDLE,
    ("levers/primitives.py", "neutral", 0.5): MIDDLE,
    ("levers/primitives.py", "pace", 0.5): MIDDLE,
    ("levers/trends.py", "QUARTER", 0.25): "quarters of an hour, on which clocks are exact",
}

CHOICE = "a choice of those who run the company: whoever describes one knows it"
CLOCK = "a time of day at which something is begun; opening hours decide when people get to it"
START = "where a run starts; the warm-up is there to forget it"
TOLD = "how results are told; nothing that a company does depends on it"
LAW = "what the law or a contract says"

FILE: dict[str, str] = {
    "working_hours": "the hours people have, which whoever describes a company knows",
    "arrivals": "the shape of a week in relative weights; how much comes is varied",
    "departments.*.remote": "acts only on a trend, and none is on in the two worlds that the box is drawn for",
    "handoffs": "acts only with minutes and errors a field, which are varied; ranks are an order, no amount",
    "feeds": "acts only with minutes and errors a field, which are varied; ranks are an order, no amount",
    "information.entry_fields": "acts only with the error of keying in a field, which is varied",
    "products.*.popularity": "relative weights; prices and margins are varied",
    "customers.consumer_terms_days": CHOICE,
    "customers.business_terms_days": CHOICE,
    "contacts.service_level_seconds": TOLD,
    "contacts.short_abandon_seconds": TOLD,
    "contacts.open_at_first_days": START,
    "behaviour.reputation_step_hours": "only its ratio to reputation_days counts, and that is varied",
    "behaviour.lifetime_years": TOLD,
    "behaviour.discount_per_year": TOLD,
    "sales.credit_limit_orders": CHOICE,
    "marketing.every_weeks": CHOICE,
    "marketing.preparation_weeks": CHOICE,
    "crm.offer_share": CHOICE,
    "crm.unhappy_below": CHOICE,
    "crm.least_worth": CHOICE,
    "crm.least_weeks": CHOICE,
    "logistics.promise_days": CHOICE,
    "logistics.review_days": CHOICE,
    "logistics.forecast_weeks": CHOICE,
    "logistics.safety_factor": CHOICE,
    "logistics.batch_units": CHOICE,
    "logistics.most_shipments": CHOICE,
    "logistics.supplier_lot": "what suppliers' price lists say, which whoever buys there knows",
    "logistics.first_stock_cover": START,
    "logistics.first_stock_units": START,
    "finance.reminder_days": CHOICE,
    "finance.credit_hold_days": CHOICE,
    "finance.write_off_days": CHOICE,
    "finance.tax_days": LAW,
    "legal.deadline_days": LAW,
    "it.release_every_weeks": CHOICE,
    "it.on_call": CHOICE,
    "hr.notice_weeks": LAW,
    "hr.overtime_factor": LAW,
    "hr.overtime_hours": CHOICE,
    "hr.overtime_above_days": CHOICE,
    "teams.*.overtime_above_days": CHOICE,
    "timetable": CLOCK,
    "information.nightly_hours": "what nightly means: a day between two runs",
    "information.hourly_hours": "what hourly means: an hour between two runs",
    "remedies.second_skills": CHOICE,
    "remedies.bots": CHOICE,
    "trends": "no trend is on in the two worlds that the box is drawn for",
}
