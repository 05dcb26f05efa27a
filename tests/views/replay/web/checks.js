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
  const invoice = { opened: 9 * H, closed: 20 * H, status: 1, legs: [[11 * H, 2, 0, 255, 1, 0]] };
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
    equal([when(0), when(168 * H + 33.5 * H), when(24 * H - 1)],
      ["week 1, Mon 00:00", "week 2, Tue 09:30", "week 1, Mon 23:59"], "times");
    equal([hours(1.234), hours(21.46), hours(1240), hours(NaN)], ["1.23\u00a0h", "21.5\u00a0h", "51.7\u00a0days", "–"], "hours");
    equal([hours(0.38), hours(0.025), hours(0)], ["23\u00a0min", "1.5\u00a0min", "0.00\u00a0h"], "minutes");
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
    for (let width = 320; width <= 1920; width += 8) {
      const stage = stageLayout(width, front);
      disjoint([stage.caption, ...stage.panels], `panels at ${width}`);
      for (const panel of stage.panels) {
        disjoint([...panel.cards, ...panel.numbers, panel.outside], `panel at ${width}`);
        for (const box of [...panel.cards, ...panel.numbers, panel.outside]) {
          const inside = box.x >= panel.x && box.y >= panel.y && box.x + box.w <= panel.x + panel.w + 1e-9 &&
            box.y + box.h <= panel.y + panel.h;
          if (!inside) throw new Error(`outside its panel at ${width}: ${JSON.stringify(box)}`);
        }
        for (const counts of [[9, 99, 99], [9, 0, 99], [0, 99, 0], [0, 0, 0]]) {
          const [work, queue, information] = counts;
          for (const card of panel.cards) {
            const { name, bands } = cardLayout(card, { work, queue, information });
            const areas = bands.map(({ tokens }) => ({ ...tokens, h: tokens.rows * PITCH }));
            disjoint([name, ...bands.map(({ label }) => label), ...areas], `card at ${width} with ${counts}`);
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
    const [panel] = stageLayout(1400, [true, false]).panels;
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
