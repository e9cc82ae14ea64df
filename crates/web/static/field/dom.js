// Elements without a framework. Texts are always text nodes: nothing that anybody typed becomes markup.

/** An element with attributes, listeners (`onclick`) and children; what is null or false is left out. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for pictures. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "checked" || key === "value") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((it) => it !== null && it !== undefined && it !== false));
  return element;
}

/** Shows a screen and brings whoever reads aloud to its heading. */
export function show(...children) {
  const main = document.getElementById("app");
  main.replaceChildren(...children.flat(9).filter(Boolean));
  window.scrollTo(0, 0);
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** Says something without moving the reader. */
export function say(text) {
  const bar = document.getElementById("said");
  bar.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => {
    bar.textContent = "";
  }, 6000);
}
let silence = 0;

/** A name for something that is sent once: 32 hexadecimal digits from the telephone's own chance. */
export const drawn = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
