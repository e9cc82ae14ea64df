// A map of the day from the places of earlier visits, north up, with a scale: no tiles, nothing asked of anybody.
import { h, svg } from "./dom.js";
import { t } from "./words.js";

const SIDE = 360;
const EDGE = 20;
/** The strip beneath, for scale and north. */
const FOOT = 40;
/** Metres of a ten-thousandth of a degree of latitude. */
const STEP = 11.132;

/** Where each house stands on the paper, and how many metres a unit is. */
export function laidOut(places) {
  const lats = places.map((it) => it.lat);
  const lons = places.map((it) => it.lon);
  const middle = [(Math.min(...lats) + Math.max(...lats)) / 2, (Math.min(...lons) + Math.max(...lons)) / 2];
  // A degree of longitude is shorter the further north one is.
  const narrow = Math.cos((middle[0] / 10_000) * (Math.PI / 180));
  const metres = places.map((it) => [(it.lon - middle[1]) * STEP * narrow, (middle[0] - it.lat) * STEP]);
  const reach = Math.max(50, ...metres.flat().map(Math.abs));
  const unit = (SIDE / 2 - EDGE) / reach;
  return { unit, points: metres.map(([x, y]) => [SIDE / 2 + x * unit, SIDE / 2 + y * unit]) };
}

/** A round length that fits a third of the paper. */
export function scaleOf(unit) {
  const most = SIDE / 3 / unit;
  return [5000, 2000, 1000, 500, 200, 100, 50, 20].find((metres) => metres <= most) ?? 10;
}

/** The map of numbered houses, with those that have no place yet beneath. */
export function map(houses) {
  const placed = houses.map((house, index) => ({ house, number: index + 1 })).filter((it) => it.house.place);
  if (!placed.length) {
    return h(
      "p",
      { class: "empty" },
      t(
        "还没有位置：走访时记录位置，下次就能画出地图。",
        "No places yet: note the place at a visit, and the next day has a map.",
      ),
    );
  }
  const { unit, points } = laidOut(placed.map((it) => it.house.place));
  const metres = scaleOf(unit);
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${SIDE} ${SIDE + FOOT}`,
      class: "map",
      role: "img",
      "aria-label": t("今日走访地图，上北下南", "map of the day, north up"),
    },
    svg("rect", { width: SIDE, height: SIDE + FOOT, class: "ground" }),
    placed.map(({ house, number }, index) =>
      svg(
        "a",
        { href: `#/visit/${house.id}` },
        svg("circle", { cx: points[index][0], cy: points[index][1], r: 13 }),
        svg("text", { x: points[index][0], y: points[index][1] + 5 }, String(number)),
      ),
    ),
    svg("path", { d: `M0 ${SIDE}h${SIDE}`, class: "line thin" }),
    svg("path", { d: `M${SIDE - 40} ${SIDE + 32}v-24l-6 10m6-10 6 10`, class: "line" }),
    svg("text", { x: SIDE - 18, y: SIDE + 25, class: "small" }, t("北", "N")),
    svg("path", { d: `M16 ${SIDE + 26}v6h${metres * unit}v-6`, class: "line" }),
    svg("text", { x: 18, y: SIDE + 20, class: "small left" }, `${metres} ${t("米", "m")}`),
  );
  const missing = houses.length - placed.length;
  return [
    picture,
    missing
      ? h(
          "p",
          { class: "hint" },
          t(`另有 ${missing} 户没有位置，见下列名单。`, `${missing} more without a place are listed below.`),
        )
      : null,
  ];
}
