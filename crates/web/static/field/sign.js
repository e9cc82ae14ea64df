// A signature with a finger, kept as strokes of points: a thousand to the width of the field, whatever the telephone.
import { h } from "./dom.js";
import { t } from "./words.js";

const WIDE = 1000;
const HIGH = 400;

/** A field to sign in; `strokes` is what was signed, `changed` is told after each stroke. */
export function signature(strokes, changed) {
  const canvas = h("canvas", {
    id: "sign",
    width: WIDE,
    height: HIGH,
    role: "img",
    "aria-label": t("签名区", "sign here"),
  });
  const pen = canvas.getContext("2d");
  let stroke = null;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const part = (offset, size, most) => Math.max(0, Math.min(most, Math.round((offset / size) * most)));
    return [part(event.clientX - box.left, box.width, WIDE), part(event.clientY - box.top, box.height, HIGH)];
  };
  const draw = () => {
    pen.clearRect(0, 0, WIDE, HIGH);
    pen.lineWidth = 7;
    pen.lineCap = pen.lineJoin = "round";
    for (const points of strokes) {
      pen.beginPath();
      points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
  };
  const end = () => {
    if (stroke) changed(strokes);
    stroke = null;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [at(event)];
    strokes.push(stroke);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || strokes.flat().length > 5000) return;
    stroke.push(at(event));
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, end);
  draw();
  const again = h(
    "button",
    {
      type: "button",
      onclick: () => {
        strokes.length = 0;
        draw();
        changed(strokes);
      },
    },
    t("重签", "Sign again"),
  );
  return [canvas, again];
}
