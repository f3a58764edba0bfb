// Copies the text of a box to the clipboard: <button type="button" data-copies="ID of the box">. Without script, or
// where the browser refuses, the text is selected, and Ctrl+C copies it.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const box = document.getElementById(button.dataset.copies);
  const told = document.getElementById(`${button.dataset.copies}_told`);
  box.focus();
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
    told.textContent = "Copied.";
  } catch {
    told.textContent = "Selected: press Ctrl+C to copy.";
  }
});

document.querySelectorAll("[data-copies]").forEach((button) => { button.hidden = false; });
