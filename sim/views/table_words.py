"""What the tables of an output folder hold, in a sentence each, by file name."""

from __future__ import annotations

CHART = "chart_"
"""What the names of tables begin with that a chart is drawn from."""

TABLES = {
    "comparison": "Every measure: its mean in both worlds, the difference with its interval, its base, the verdict.",
    "alike": "Means compared kind by kind, over the kinds that both worlds have, weighed alike in both.",
    "losers": "Who is worse off in the second world, most hours first.",
    "twins": "Every case of the first replication: how it ended and where its time went, in both worlds.",
    "pairs": "Every measure of every replication in both worlds: what the differences are means of.",
    "published": "What the model gives beside published figures.",
    "warm_up": "Whether the warm-up was long enough.",
    "failures": "Runs that failed, with the cause.",
    "split": "Mean hours of a case in each part of its lead time.",
    "wip": "Cases in progress, day by day.",
    "handoffs": "Every hand-off: how often it was passed, hours under way and hours of work on it.",
    "order_path": "What each hand-off and each department took of an order's lead time.",
    "departments": "Every team: how busy it was, how long work waited, overtime.",
    "waits": "How long work waited in open hours, activity by activity.",
    "kinds": "Means by kind of case or decision.",
    "regrets": "What wrong decisions cost, decision by decision.",
    "statement": "Revenue to profit, line by line.",
    "weeks": "Orders and hours, week by week: what the warm-up is judged by.",
    "recovery": "How long each shock was felt.",
    "effects": "What each lever does, alone and where all others are on.",
    "prices": "What each lever costs.",
    "worse": "What each lever makes worse.",
    "better": "What each lever makes better.",
    "grounds": "What each trend earns in both worlds, and the difference.",
    "companies": "Every plausible company that was tried, and who won there.",
    "by_measure": "Who wins by other measures.",
    "drivers": "What the winner hangs on.",
    "break_even": "The value of each assumption at which both worlds earn the same.",
    "lines": "The difference at every value that was tried.",
    "map": "Who wins over two assumptions.",
    "bundles": "Every bundle of strategies: its price and what it brings.",
    "selection": "How the best bundle was chosen.",
    "screening": "Levers and assumptions by the size of their effect.",
}


def words_about(table: str) -> str:
    """What a table holds; where nobody has said so, that its columns do."""
    if table.startswith(CHART):
        return f"What charts/{table.removeprefix(CHART)}.svg is drawn from."
    return TABLES.get(table, "See its columns.")
