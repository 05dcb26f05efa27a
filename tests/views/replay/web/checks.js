/**
 * Checks of the replay's pure functions on a company small enough to follow by hand.
 *
 * They run after the module's own text in one piece, in a browser or in node (see tests/views/replay/test_module.py).
 * Two departments: 0 in front, 1 at the back; teams "", "front", "back". Case 0 waits two hours, is worked on for one,
 * travels for four, and waits outside; case 1 follows from it and exists in world b only.
 */

const H = 360;

function tiny() {
  const facts = {
    states: ["queue", "work", "interrupted", "information", "outside", "joint", "branches"],
    labels: ["Front", "Back"], front: [true, false], departments: ["front", "back"],
    teams: ["", "front", "back"], team_of: { front: 0, back: 1 },
    kinds: ["invoice", "order"], customers: [false, true], group_of: [1, 0], groups: ["orders", "money"],
    statuses: ["delivered", "open"], activities: ["", "pick", "web order"],
    parts: [["touch", "being worked on", "#000"], ["queue", "queue for staff", "#111"]], part_order: ["queue", "touch"],
    worlds: [{ name: "siloed" }, { name: "integrated" }], begin: 0, end: 168 * H,
    copies: ["back: stock", "front: stock"], rules: ["promised date"], causes: ["right", "erroneous", "stale"],
    actions: { "promised date": { unit: "days" } }, follows: { "promised date": ["invoice"] }, broken: "late",
    working: [[8 * H, 17 * H], [32 * H, 41 * H]],
    counted: { step: 90, placed: ["work", "queue", "information", "coming"], whole: ["outside", "open", "waiting", "finished", "median"] },
  };
  const world = (letter, cases) => ({
    [`${letter}_opened`]: Int32Array.from(cases, (own) => own.opened),
    [`${letter}_closed`]: Int32Array.from(cases, (own) => own.closed),
    [`${letter}_status`]: Uint8Array.from(cases, (own) => own.status),
    [`${letter}_part_touch`]: Int32Array.from(cases, () => 100),
    [`${letter}_part_queue`]: Int32Array.from(cases, () => 250),
    [`${letter}_legs`]: Uint16Array.from(cases, (own) => own.legs.length),
    ...Object.fromEntries(["hours", "state", "place", "source", "team", "what"].map((name, n) => [
      `${letter}_${name}`, (n ? Uint8Array : Int32Array).from(cases.flatMap((own) => own.legs.map((leg) => leg[n])))])),
    [`${letter}_failed`]: Uint8Array.from(cases, (own) => own.failed ?? 0),
    // Front's copy of the stock: as of 4 from the beginning, as of 9 from 10 on, live from 12 on; Back's own is live
    [`${letter}_known_copy`]: Uint8Array.from([1, 1, 1, 0]),
    [`${letter}_known_time`]: Int32Array.from([0, 10 * H, 12 * H, 0]),
    [`${letter}_known_as_of`]: Int32Array.from([-0, 9 * H, -1, -1]),
    [`${letter}_decided`]: Int32Array.from([8 * H, 2 * H]),
    ...Object.fromEntries(Object.entries({
      time: [8 * H, 10 * H], case: [0, -1], place: [0, 0], rule: [0, 0], cause: [2, 2], age: [8 * H, H], unseen: [H, 0],
      action: [300, 300], oracle: [900, 310],
    }).map(([name, values]) => [`${letter}_wrong_${name}`, Int32Array.from(values)])),
    [`${letter}_once_time`]: Int32Array.from([9 * H, 1 * H]),
    [`${letter}_once_case`]: Int32Array.from([0, 0]),
    [`${letter}_once_source`]: Uint8Array.from([0, 0]),
    [`${letter}_once_target`]: Uint8Array.from([1, 0]),
    [`${letter}_once_what`]: Uint8Array.from([2, 2]),
    [`${letter}_lost`]: Int32Array.from([0, 100, 300, 0]),
    [`${letter}_stop_team`]: Uint8Array.from([1, 1]),
    [`${letter}_stop_why`]: Uint8Array.from([0, 1]),
    [`${letter}_stop_began`]: Int32Array.from([9 * H, 9 * H]),
    [`${letter}_stop_ended`]: Int32Array.from([10 * H, 11 * H]),
  });
  const order = {
    opened: 8 * H, closed: 17 * H, status: 0,
    legs: [[2 * H, 0, 0, 255, 1, 1], [1 * H, 1, 0, 255, 1, 1], [4 * H, 3, 1, 0, 2, 2], [2 * H, 4, 1, 255, 2, 0]],
  };
  const none = { opened: -1, closed: -1, status: 255, legs: [] };
  const invoice = { opened: 9 * H, closed: 20 * H, status: 1, failed: 1, legs: [[11 * H, 2, 0, 255, 1, 0]] };
  const columns = {
    kind: Uint8Array.from([1, 0]), number: Int32Array.from([12, 1]), parent: Int32Array.from([-1, 0]),
    like: Uint8Array.from([0, 2]), ...world("a", [order, none]), ...world("b", [order, invoice]),
  };
  return replayOf(columns, facts);
}

function equal(got, wanted, about) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${about}: ${one} instead of ${other}`);
}

function disjoint(boxes, about) {
  boxes.forEach((one, n) => boxes.slice(n + 1).forEach((other) => {
    const apart = one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y ||
      other.y + other.h <= one.y;
    if (!apart) throw new Error(`${about}: ${JSON.stringify(one)} on ${JSON.stringify(other)}`);
  }));
}

const ALL = [true, true];

const checks = {
  "a leg holds from its first moment up to, not at, its end"() {
    const world = tiny().worlds[0];
    equal([8, 9.99, 10, 11, 14.99, 15, 16.99].map((t) => legAt(world, 0, t * H)), [0, 0, 1, 2, 2, 3, 3], "legs");
    equal([7.99, 17, 30].map((t) => legAt(world, 0, t * H)), [-1, -1, -1], "before and after");
    equal(legAt(world, 1, 10 * H), -1, "a case that this world does not have");
    equal([0, 1, 2, 3].map((leg) => endOf(world, 0, leg) / H), [10, 11, 15, 17], "ends");
  },
  "closed comes before a system that is down, and neither after its end"() {
    const world = tiny().worlds[0];
    equal([8, 9, 10, 11].map((t) => stoppedAt(world, 1, t * H)), ["", "closed", "system", ""], "stops");
    equal(stoppedAt(world, 2, 9 * H), "", "another team");
  },
  "waiting and paused work are closed while the team is; work itself is not"() {
    const replay = tiny();
    const [a, b] = replay.worlds;
    equal(stateOf(replay, a, 0, 8 * H), "queue", "open");
    equal(stateOf(replay, a, 0, 9 * H), "closed", "closed");
    equal(stateOf(replay, a, 1, 10 * H), "work", "at work although the system is down");
    equal([9, 10, 12].map((t) => stateOf(replay, b, 4, t * H)), ["closed", "system", "work"], "paused work");
  },
  "a scene puts every case in one place"() {
    const replay = tiny();
    const at = (w, t) => snapshot(replay, w, t * H, ALL);
    equal(at(0, 8).departments[0].queue.map(({ i }) => i), [0], "in the queue");
    equal(at(0, 9).departments[0].stop, "closed", "the department is closed");
    equal(at(0, 10.5).departments[0].work.map(({ i }) => i), [0], "at work");
    equal(at(0, 12).travelling.map(({ i, share }) => [i, share]), [[0, 0.25]], "a quarter of the way");
    equal(at(0, 16).outside.map(({ i }) => i), [0], "outside");
    equal([at(0, 17).open, at(1, 17).open, at(1, 9.5).open], [0, 1, 2], "open");
    equal(at(1, 12).states, { information: 1, work: 1 }, "states");
    equal(snapshot(replay, 1, 12 * H, [false, true]).open, 1, "one kind only");
    equal(snapshot(replay, 1, 12 * H, [false, true]).departments[0].counts.work, 1, "what is not drawn is counted");
    equal(at(0, 12).departments[1].counts.coming, 1, "on its way");
    equal([at(0, 8), at(1, 8)].map(({ where }) => where[0]), [at(0, 8.5).where[0], at(0, 8).where[0]], "alike in both");
    equal(at(0, 8).where[0] === at(0, 12).where[0], false, "elsewhere");
  },
  "where there is a sample, numbers are those of all, at the last moment counted"() {
    const replay = tiny();
    const series = 2 * 4 + 5;
    replay.worlds[0].counts = Array.from({ length: series }, (_, n) => Float64Array.from([n, 100 + n]));
    const [early, late] = [10, 95].map((time) => snapshot(replay, 0, time, ALL));
    equal(early.departments[1].counts, { work: 4, queue: 5, information: 6, coming: 7 }, "the first moment");
    equal([late.departments[0].counts.queue, late.outsideCount], [101, 108], "a quarter of an hour later");
    equal(numbers(replay, 0, 9000), { open: 109, waiting: 110, finished: 111, median: 1.12 }, "in all");
  },
  "a copy is as old as the news that it has"() {
    const world = tiny().worlds[0];
    equal([4, 9.5, 10, 11, 12, 50].map((t) => ageOf(world, 1, t * H) / H), [4, 9.5, 1, 2, 0, 0], "ages");
    equal(ageOf(world, 0, 50 * H), 0, "the owner's own record");
    equal(agesOf(tiny(), 0, 0, 11 * H), [{ record: "stock", age: 2 * H }], "what the front knows");
    equal([ageWords(0), ageWords(H / 2), ageWords(4.25 * H), ageWords(19.4 * H)],
      ["now", "30\u00a0min old", "4.3\u00a0h old", "19\u00a0h old"], "in words");
  },
  "the tally counts from the first day, hours between two whole ones in proportion"() {
    const replay = tiny();
    equal(tally(replay, 0, 1.5 * H), { decisions: 0, wrong: 0, lost: 2.5 }, "hours");
    equal([8, 9.9, 10].map((t) => tally(replay, 0, t * H).wrong), [1, 1, 2], "wrong decisions");
    equal(tally(replay, 0, 99 * H), { decisions: 2, wrong: 2, lost: 4 }, "in the end");
  },
  "a wrong decision flashes for a while where it is taken"() {
    const replay = tiny();
    equal(flashesAt(replay, 0, 8.4 * H, H / 2), [{ number: 1, row: 0 }, null], "just now");
    equal(flashesAt(replay, 0, 8.6 * H, H / 2), [null, null], "over");
    equal(flashesAt(replay, 0, 10 * H, 3 * H)[0], { number: 2, row: 1 }, "two in a while");
    equal(wrongWords(replay, 0, 0).long,
      "Front decided the promised date of order 12 on news 8\u00a0h old (stale): 3 days, not 9 days", "in words");
  },
  "what is handed over at once leaves a pulse, to another department only"() {
    const replay = tiny();
    equal(pulsesAt(replay, 0, 9.25 * H, H / 2, ALL, 9), [{ row: 0, i: 0, source: 0, target: 1, what: "web order", share: 0.5 }], "a pulse");
    equal(pulsesAt(replay, 0, 9.6 * H, H / 2, ALL, 9), [], "over");
    equal(pulsesAt(replay, 0, 9.25 * H, H / 2, [true, false], 9), [], "of a kind that is not shown");
    equal(pulsesAt(replay, 0, 10.1 * H, H / 2, ALL, 9), [], "within one department");
  },
  "a thread leads from a wrong decision to the cases that followed"() {
    const replay = tiny();
    const thread = threadOf(replay, 1, 0);
    equal(thread.steps, [{ i: 1, time: 9 * H, place: 0, what: "invoice" }], "what followed");
    equal(threadOf(replay, 0, 0).steps, [], "nothing where the case does not exist");
    replay.worlds[1].wrong.action[0] = 1200;
    equal(threadOf(replay, 1, 0).steps, [], "nothing from a promise that is too long");
    replay.worlds[1].wrong.action[0] = 300;
    equal([7, 8, 9.5, 16].map((t) => threadAt(replay, 1, t * H, -1, programme(replay, 1)) !== null), [false, true, true, false], "its turn");
    equal(threadAt(replay, 1, 30 * H, 1, []).row, 0, "of the family that is followed");
    equal(threadWords(replay, 1, thread, 9 * H)[0], "Front, order 12: wrong promised date on news 8\u00a0h old → invoice", "in words");
    equal(threadWords(replay, 1, thread, 8 * H)[2], "wrong promised date on news 8\u00a0h old", "before");
  },
  "nights are skipped"() {
    const { working } = tiny().facts;
    equal([3, 9, 17, 40, 41].map((t) => atWork(working, t * H) / H), [8, 9, 32, 40, 41], "times");
  },
  "a name typed wrongly has the nearest beside it"() {
    const replay = tiny();
    equal([distance("order 12", "order 12"), distance("ordr 12", "order 12"), distance("abc", "xyz", 2)], [0, 1, 2], "letters");
    equal(nearestCases(replay, "ordre 12", 1), [0], "a slip");
    equal(nearestCases(replay, "order 12/invoce 1", 1), [1], "another");
  },
  "labels between the cards take free places near theirs"() {
    const slots = laneSlots({ x: 0, y: 0, w: 200, h: 100 });
    const taken = new Set();
    const places = [50, 50, 50].map((y) => takeSlot(slots, taken, y).y);
    equal(new Set(places).size, 3, "three places");
    disjoint(slots, "slots");
    equal(laneSlots({ x: 0, y: 0, w: 60, h: 100 }), [], "none in a narrow lane");
    equal(takeSlot(slots, new Set(), 900), null, "none far away");
  },
  "numbers count orders and tickets"() {
    const replay = tiny();
    equal(numbers(replay, 1, 12 * H), { open: 1, waiting: 1, finished: 0, median: null }, "under way");
    equal(numbers(replay, 1, 17 * H), { open: 0, waiting: 0, finished: 1, median: 9 }, "finished");
  },
  "names and times in words"() {
    const replay = tiny();
    equal(caseName(replay, 0), "order 12", "a name");
    equal(caseName(replay, 1), "order 12/invoice 1 (2)", "a case that follows from another, and shares its name");
    equal([" Order-12 ", "order 12 / invoice 1 (2)", "order 12/invoice 1", "order 13"].map((n) => findCase(replay, n)),
      [0, 1, 1, -1], "found");
    equal(findCase(replay, "order12"), 0, "without a space");
    equal([when(0), when(168 * H + 33.5 * H), when(24 * H - 1)],
      ["week 1, Mon 00:00", "week 2, Tue 09:30", "week 1, Mon 23:59"], "times");
    equal([hours(1.234), hours(21.46), hours(1240), hours(NaN)], ["1.23\u00a0h", "21.5\u00a0h", "51.7\u00a0days", "–"], "hours");
    equal([hours(0.38), hours(0.025), hours(0)], ["23\u00a0min", "1.5\u00a0min", "0\u00a0h"], "minutes");
  },
  "what a case is doing, in words"() {
    const replay = tiny();
    const says = (w, i, t) => doing(replay, w, i, t * H);
    equal(says(0, 0, 1), "not yet open; it opens in week 1, Mon 08:00.", "before");
    equal(says(0, 0, 8.5), "in the queue of Front (pick) since week 1, Mon 08:00.", "queue");
    equal(says(0, 0, 9.5), "with Front (pick), which is closed, since week 1, Mon 08:00.", "closed");
    equal(says(0, 0, 12), "on its way from Front to Back (web order) since week 1, Mon 11:00.", "under way");
    equal(says(0, 0, 30), "over since week 1, Mon 17:00: delivered.", "after");
    equal(says(0, 1, 30), "does not exist here: nothing gave rise to it.", "not in this world");
  },
  "a split in words"() {
    const replay = tiny();
    equal(splitWords(splitOf(replay, 0, 0)),
      "delivered after 9.00\u00a0h: being worked on 1.00\u00a0h, queue for staff 2.50\u00a0h.", "a finished case");
    equal(splitWords(splitOf(replay, 0, 1)), "There is no such case in this world.", "none");
    equal(splitWords(splitOf(replay, 1, 1)).slice(0, 45), "still open at the end of the run, after 11\u00a0h:", "an open case");
  },
  "a chapter lasts two days or until the next"() {
    const chapters = [{ time: 10 }, { time: 20 }, { time: 20 }];
    equal([0, 10, 19, 20, 67, 68].map((t) => chaptersAt(chapters, t * H).map(({ time }) => time)),
      [[], [10], [10], [20, 20], [20, 20], []], "chapters");
  },
  "nothing lies on anything else on the stage, at every width"() {
    const front = [true, true, true, true, false, false, false, false, false];
    const copies = [1, 2, 2, 2, 2, 3, 0, 1, 0];
    for (let width = 320; width <= 1920; width += 8) {
      const stage = stageLayout(width, front, copies, 1);
      const panels = stage.panels.filter(Boolean);
      equal(panels.length, sideBySide(width) ? 2 : 1, `panels at ${width}`);
      disjoint([stage.caption, ...panels], `panels at ${width}`);
      for (const panel of panels) {
        const inside = [...panel.cards, ...panel.numbers, panel.news, panel.outside];
        disjoint(inside, `panel at ${width}`);
        disjoint([...panel.cards, panel.lane], `lane at ${width}`);
        for (const box of inside) {
          const inside = box.x >= panel.x && box.y >= panel.y && box.x + box.w <= panel.x + panel.w + 1e-9 &&
            box.y + box.h <= panel.y + panel.h;
          if (!inside) throw new Error(`outside its panel at ${width}: ${JSON.stringify(box)}`);
        }
        for (const counts of [[9, 99, 99], [9, 0, 99], [0, 99, 0], [0, 0, 0]]) {
          const [work, queue, information] = counts;
          for (const card of panel.cards) {
            const { name, copies: known, bands } = cardLayout(card, { work, queue, information });
            equal(known.length, card.copies, "a line for each copy");
            const areas = bands.map(({ tokens }) => ({ ...tokens, h: tokens.rows * PITCH }));
            disjoint([name, ...known, ...bands.map(({ label }) => label), ...areas], `card at ${width} with ${counts}`);
            for (const box of areas) {
              if (box.y + box.h > card.y + card.h) throw new Error(`below its card at ${width} with ${counts}`);
            }
          }
        }
      }
    }
  },
  "what does not fit is counted"() {
    const area = { x: 0, y: 0, w: 10 * PITCH, rows: 2 };
    equal(fitTokens(area, 20, 40), { columns: 10, places: 20, hidden: 0 }, "just full");
    equal(fitTokens(area, 21, 40), { columns: 10, places: 15, hidden: 6 }, "one too many");
    for (let amount = 0; amount < 300; amount++) {
      const { places, hidden } = fitTokens(area, amount, 40);
      equal(places + hidden, amount, "none is lost");
    }
  },
  "a hand-off begins at one card and ends at the other"() {
    const [panel] = stageLayout(1400, [true, false], [1, 1]).panels;
    const way = curve(panel, 0, 1);
    equal(pointOn(way, 0), [panel.cards[0].x + panel.cards[0].w, panel.cards[0].y + panel.cards[0].h / 2], "start");
    equal(pointOn(way, 1), [panel.cards[1].x, panel.cards[1].y + panel.cards[1].h / 2], "end");
  },
  "the timeline turns time into place and back"() {
    const line = timelineLayout(1000, 100, 900, 50);
    equal([line.time(line.x(300)), line.time(-5), line.time(5000)], [300, 100, 900], "times");
    equal([line.y(0), line.y(50)], [line.plot.y + line.plot.h, line.plot.y], "counts");
    equal(apart([10, 12, 60], 20), [10, 30, 60], "labels");
    equal(apart([12, 10], 20), [30, 10], "labels keep their order");
  },
};

/** Runs all checks; returns the complaints. */
function runChecks() {
  return Object.entries(checks).flatMap(([name, check]) => {
    try {
      check();
      return [];
    } catch (error) {
      return [`${name}: ${error.message}`];
    }
  });
}
