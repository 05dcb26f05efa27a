"""Bots: contacts taken from people, and a wrong record worked off by machine."""

from __future__ import annotations

from sim.engine.kernel import Flow
from sim.engine.records import Feed, Record
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model


def chatbot(
    replication: int,
    contacts: float,
    agents: int,
    mix: tuple[float, float, float],
    horizon: float,
    warm_up: float = 0.0,
    *,
    taken: float = 0.0,
    success: float = 1.0,
    longer: float = 0.0,
    induced: float = 0.0,
) -> Estimate:
    """Contacts an hour of which a share is easy; a bot tries a share of the easy ones before people do.

    Args:
        mix: share of easy contacts, mean minutes of an easy one and of a hard one (both exponential).
        taken: share of the easy contacts that the bot tries.
        success: share of those that it settles; the others come to people and take ``1 + longer`` times as long.
        induced: extra contacts, as a share, that come because asking has become easy.

    Returns:
        Mean hours until an agent answers, contacts that reach people and hours of their work, both per hour.
    """
    model = Model(replication, horizon, warm_up)
    easy, easy_minutes, hard_minutes = mix
    team, touch = model.team("agents", agents), model.streams.exponential("touch", 1.0 / 60.0).draw
    kind, tried, settled = (model.streams.uniform(name).draw for name in ("easy", "tried", "settled"))

    def contact(case: int) -> None:
        minutes = easy_minutes if kind(case) < easy else hard_minutes
        if kind(case) < easy and tried(case) < taken:
            if settled(case) < success:
                return
            minutes *= 1.0 + longer
        team.work(case, minutes * touch(case))

    model.poisson("contact", contacts * (1.0 + induced), contact)
    model.run()
    rows, hours = model.visits(), horizon - warm_up
    return model.estimate(
        answer=(rows["started"] - rows["asked"]).mean(), contacts=len(rows) / hours, load=rows["worked"].sum() / hours
    )


def wrong_record(replication: int, rate: float, notices: float, machine: bool, review: float, days: int) -> Estimate:
    """A record goes wrong at a random hour of every period of ``review`` hours and is put right at its end.

    One worker works off cases without pause, ``rate`` an hour, each with what the record says then. A person needs
    varying (exponential) times; each time the record is wrong there is the chance ``notices`` that it is seen and put
    right before it does harm. A machine needs constant times and notices nothing.

    Returns:
        Cases done wrong per wrong entry.
    """
    model = Model(replication, days * review)
    env, worker, record, feed = model.env, model.team("worker"), Record(0, "right"), Feed(model.env, live=True)
    touch = model.streams.exponential("touch", 1.0 / rate).draw
    when, luck = model.streams.uniform("when").draw, model.streams.uniform("notices").draw
    wrong = 0

    def reviewer() -> Flow:
        for day in range(days):
            yield env.timeout(when(day) * review)
            record.write(env.now, "wrong")
            yield env.timeout((day + 1) * review - env.now)
            record.write(env.now, "right")
            record.forget_before(env.now)

    def work() -> Flow:
        nonlocal wrong
        case = 0
        yield env.timeout(when(days) / rate)  # else a machine would keep step with the reviews
        while True:
            yield worker.work(case, 1.0 / rate if machine else touch(case))
            if feed.read(record).value == "wrong":
                if not machine and luck(case) < notices:
                    record.write(env.now, "right")
                else:
                    wrong += 1
            case += 1

    env.start(reviewer())
    env.start(work())
    model.run(until=days * review)
    model.controls.append(sum(0.5 - when(day) for day in range(days)))
    return model.estimate(wrong=wrong / days)
