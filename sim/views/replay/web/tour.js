/** The guided tour: stops one after the other, each a stretch of the clock at a slow pace. */

import { TICKS } from "./data.js";

/** How far a stop goes: from its time on so many ticks. */
export function stretchOf(facts, stop) {
  return [stop.time, stop.time + facts.tour_pace.seconds * facts.tour_pace.speed * TICKS];
}

/**
 * A tour on a clock; `shown` is called with every stop that begins, and with null when the tour is over.
 *
 * It goes by the clock alone: who pauses it pauses the tour, who moves it away ends the tour.
 */
export function tourOf(facts, clock, shown) {
  const tour = {
    at: -1,
    get stop() {
      return facts.tour[tour.at] ?? null;
    },
    /** Begin a stop; before the first and after the last the tour is over. */
    go(at) {
      tour.at = at >= 0 && at < facts.tour.length ? at : -1;
      if (!tour.stop) return tour.end();
      clock.pace = facts.tour_pace.speed;
      clock.seek(tour.stop.time);
      if (!clock.playing) clock.toggle();
      shown(tour.stop);
    },
    /** To be called when the clock has moved. */
    follow() {
      if (!tour.stop) return;
      const [began, ended] = stretchOf(facts, tour.stop);
      if (clock.time < began - 1 || clock.time > ended + TICKS) tour.end();
      else if (clock.time < ended) return;
      else if (tour.at + 1 < facts.tour.length) tour.go(tour.at + 1);
      else if (clock.playing) clock.toggle();
    },
    end() {
      if (clock.pace && clock.playing) clock.toggle();
      tour.at = -1;
      clock.pace = 0;
      shown(null);
    },
  };
  return tour;
}
