"use strict";
// What the pages can do without, and do quicker with: tick several at once, find a row, say that
// something takes a while, and not send a form twice.
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-all]")) {
    box.closest("p").hidden = false;
    box.addEventListener("change", () => {
      for (const one of box.form.querySelectorAll("input[name=ref]")) one.checked = box.checked;
    });
  }
  for (const field of document.querySelectorAll("[data-filter]")) {
    field.closest("p").hidden = false;
    const rows = document.querySelectorAll(`#${field.dataset.filter} tbody tr`);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy).textContent;
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.done;
    });
  }
  for (const form of document.querySelectorAll("form[method=post]:not([data-again])")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      if (button && button.dataset.slow) button.textContent = button.dataset.slow;
    });
  }
});
window.addEventListener("pageshow", (event) => {
  // A page from the browser's own memory shows what may be gone by now.
  if (event.persisted) window.location.reload();
});
