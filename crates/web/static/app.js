// Everything works without this. A page prints at a click, and a form that is on its way is not sent again.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  // What is taken as a file leaves the page standing, and may be taken again.
  if ("again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
