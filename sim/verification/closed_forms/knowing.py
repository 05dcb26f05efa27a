"""Ages of what is known, stale copies, stock, bullwhip, status chasing and chatbots."""

from __future__ import annotations

from sim.verification import formulas
from sim.verification.break_evens import chatbot_load, forecast_errors, shrunk_loss, stale_loss
from sim.verification.closed_forms.case import Case, Length, Quantity
from sim.verification.models import bots, information, signals

CONTACTS, TAKEN, LONGER = 100.0, 0.8, 0.5
MIX = (0.6, 4.0, 12.0)
"""Share of easy contacts, minutes of an easy one and of a hard one."""


def _age(letter: str, load: float, hours: float) -> Case:
    return Case(
        f"I1{letter}",
        f"updates pass one desk, {load:.3g} an hour (M/M/1)",
        information.age,
        {"arrivals": load, "rate": 1.0},
        Length(hours),
        (
            Quantity("age", "age of what is known", "h", lambda: formulas.age_mm1(load, 1.0)),
            Quantity("peak", "age just before news", "h", lambda: formulas.peak_age_mm1(load, 1.0)),
        ),
    )


def _copies(letter: str, period: float, transport: float, hours: float) -> Case:
    way = f", {transport:.0f} h under way" if transport else ""
    return Case(
        f"I4{letter}",
        f"copies every {period:.0f} h{way}, one change a day (Cho, Garcia-Molina)",
        information.snapshots,
        {"changes": 1.0 / 24.0, "period": period, "transport": transport},
        Length(hours),
        (
            Quantity(
                "up_to_date", "reads that are up to date", "%", lambda: formulas.up_to_date(1 / 24, period, transport)
            ),
        ),
        controlled=False,
    )


def _wrong(letter: str, period: float, hours: float) -> Case:
    return Case(
        f"I6{letter}",
        f"a yes or no that flips every 20 h, copied every {period:.0f} h",
        information.snapshots,
        {"changes": 0.05, "period": period, "transport": 0.0},
        Length(hours),
        (Quantity("wrong", "reads that are wrong", "%", lambda: formulas.wrong_two_state(0.05, period)),),
        controlled=False,
    )


def _stock(letter: str, delay: float, stock: int, days: float, *, backorders: bool = True) -> Case:
    filled = Quantity("fill", "filled at once", "%", lambda: formulas.base_stock(2.0, 5.0 + delay, stock)["fill"])
    short = Quantity("backorders", "back-orders", "", lambda: formulas.base_stock(2.0, 5.0 + delay, stock)["backorders"])
    return Case(
        f"I8{letter}",
        f"base stock {stock}, order known {delay:.0f} days later, 5 days to deliver",
        information.base_stock,
        {"demand": 2.0, "lead": 5.0, "delay": delay, "stock": stock},
        Length(days, warm_up=50.0),
        (filled, short) if backorders else (filled,),
    )


def _orders(number: str, window: int, periods: int, correlation: float = 0.0) -> Case:
    kind = f", demand correlated {correlation:g}" if correlation else ""
    return Case(
        number,
        f"order-up-to with a memory of {window}{kind} (Chen and others)",
        information.bullwhip,
        {"lead": 2, "window": window, "correlation": correlation},
        Length(periods, of="periods"),
        (Quantity("ratio", "variance, orders/demand", "", lambda: formulas.bullwhip(2, window, correlation)),),
    )


def _stages(letter: str, stages: int, shared: bool) -> Case:
    def exact() -> float:
        return formulas.bullwhip(2 * stages, 5) if shared else formulas.bullwhip_chain([2] * stages, 5)

    return Case(
        f"I11{letter}",
        f"{stages} stages, {'true demand shared' if shared else 'each sees the orders before it'}",
        information.bullwhip,
        {"lead": 2, "window": 5, "stages": stages, "shared": shared},
        Length(2_000, of="periods"),
        (Quantity("ratio", "variance, orders/demand", "", exact),),
    )


def _bot(letter: str, words: str, **bot: float) -> Case:
    more = {key: value for key, value in bot.items() if key != "taken"}
    reached = formulas.chatbot(*MIX, bot.get("taken", 0.0))["volume"]
    quantities = [
        Quantity("load", "people's work", "h/h", lambda: chatbot_load(CONTACTS, MIX, bot.get("taken", 0.0), **more))
    ]
    if not more:
        quantities.append(Quantity("contacts", "contacts that reach people", "/h", lambda: CONTACTS * reached))
    return Case(
        f"I16{letter}",
        f"100 contacts an hour, {words}",
        bots.chatbot,
        {"contacts": CONTACTS, "agents": 30, "mix": MIX, **bot},
        Length(50.0, warm_up=2.0),
        tuple(quantities),
        controlled=False,
    )


AGES = (
    _age("a", 0.5, 4_000.0),
    _age("b", formulas.freshest_load(), 4_000.0),
    _age("c", 0.8, 13_000.0),
    Case(
        "I3",
        "a snapshot every 24 h, 2 h under way",
        information.snapshots,
        {"changes": 1.0 / 24.0, "period": 24.0, "transport": 2.0, "records": 1},
        Length(2_400.0),
        (
            Quantity("age", "age when read", "h", lambda: formulas.snapshot_age(24.0, 2.0)),
            Quantity("peak", "age just before news", "h", lambda: formulas.snapshot_age(2.0 * 24.0, 2.0)),
        ),
        controlled=False,
    ),
    _copies("a", 24.0, 0.0, 480.0),
    _copies("b", 24.0, 2.0, 480.0),
    _copies("c", 1.0, 0.0, 480.0),
    _wrong("a", 24.0, 960.0),
    _wrong("b", 8.0, 800.0),
    _wrong("c", 1.0, 1_200.0),
)

STOCK = (
    _stock("a", 0.0, 15, 3_400.0),
    _stock("b", 1.0, 15, 2_500.0),
    _stock("c", 1.0, 18, 1_500.0, backorders=False),
    _orders("I10a", 5, 1_500),
    _orders("I10b", 5, 1_500, correlation=0.5),
    _stages("a", 3, True),
    _stages("b", 2, False),
    _stages("c", 3, False),
    _orders("I12a", 20, 1_500),
    _orders("I12b", 10, 1_500),
    _orders("I12c", 4, 1_500),
    _orders("I12d", 2, 1_500),
    _orders("I12e", 1, 1_500),
)

CONTACT = (
    Case(
        "I15",
        "open cases call once in 20 h, others answer (Little)",
        information.chasing,
        {"arrivals": 0.8, "rate": 1.0, "calls": 0.05},
        Length(15_000.0, warm_up=500.0),
        (
            Quantity("contacts", "calls an hour", "", lambda: formulas.chasing(0.8, 1.0, 0.05)),
            Quantity("inside", "open cases", "", lambda: 0.8 * formulas.time_mmc(0.8, 1.0)),
        ),
    ),
    _bot("a", "no chatbot"),
    _bot("b", "a chatbot takes 80 % of the easy ones", taken=TAKEN),
    _bot(
        "c",
        "it settles so few that it saves nothing",
        taken=TAKEN,
        success=formulas.chatbot_success(LONGER),
        longer=LONGER,
    ),
    _bot(
        "d",
        "it brings so many more that it saves nothing",
        taken=TAKEN,
        induced=formulas.chatbot_induced(formulas.chatbot(*MIX, TAKEN)["load"]),
    ),
    Case(
        "I18",
        "acting on a copy 6 h old of what returns to its mean",
        signals.mean_reverting,
        {"rate": 0.05, "age": 6.0},
        Length(5_000, of="reads"),
        (
            Quantity("raw", "squared error, as it is", "", lambda: stale_loss(0.05, 6.0)),
            Quantity("shrunk", "squared error, by its age", "", lambda: shrunk_loss(0.05, 6.0)),
        ),
    ),
    Case(
        "I19",
        "a supplier forecasts orders of correlated demand",
        signals.order_forecasts,
        {"lead": 2, "correlation": 0.7},
        Length(3_000, of="periods"),
        (
            Quantity("shared", "error, demand shared", "", lambda: forecast_errors(2, 0.7)["shared"]),
            Quantity("history", "error, by all orders", "", lambda: forecast_errors(2, 0.7)["history"]),
            Quantity("last", "error, by the last order", "", lambda: forecast_errors(2, 0.7)["last"]),
        ),
    ),
)

CASES = AGES + STOCK + CONTACT
