// Everything works without this. Files may be dropped onto the page, a long upload shows how far it is, and a page that
// waits for a file to be read is shown anew when there is news.
const form = document.querySelector("form[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  const told = form.querySelector("[data-told]");
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const sent = new XMLHttpRequest();
    bar.hidden = false;
    sent.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = step.loaded / step.total;
    });
    const failed = (text) => {
      bar.hidden = true;
      told.hidden = false;
      told.textContent = text || told.dataset.told;
      delete form.dataset.sent;
    };
    sent.addEventListener("load", () => {
      if (sent.status < 400) location.assign(sent.responseURL);
      else failed(sent.responseXML && sent.responseXML.querySelector("h1").textContent);
    });
    sent.addEventListener("error", () => failed());
    sent.open("POST", form.action);
    sent.responseType = "document";
    sent.send(new FormData(form));
  });
}
for (const shown of document.querySelectorAll("[data-status]")) {
  const ask = async () => {
    const answer = await fetch(shown.dataset.status, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const told = await answer.json();
    if (told.state !== shown.dataset.state) return location.reload();
    shown.querySelector("[data-rows]").textContent = told.rows.toLocaleString("en");
    setTimeout(ask, 700);
  };
  setTimeout(ask, 700);
}
