/** Copies a token or a command, and says truly whether that worked. Shows the buttons, which are no use without it. */

const shownFor = 2000; // milliseconds

document.documentElement.classList.add("has-script");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-from]");
  if (button && button.ariaDisabled !== "true") void copy(button);
});

async function copy(button) {
  const source = document.getElementById(button.dataset.copyFrom);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    say(button.dataset.copied);
    showCheckMark(button);
  } catch {
    select(source);
    say(button.dataset.refused);
  }
}

function showCheckMark(button) {
  if (button.ariaDisabled === "true") return; // a double click copies twice
  const label = button.textContent;
  const { width } = button.getBoundingClientRect();
  button.style.minWidth = `${width}px`;
  button.ariaDisabled = "true"; // really disabled, it would lose the focus
  button.textContent = "✓";
  setTimeout(() => {
    button.textContent = label;
    button.ariaDisabled = null;
  }, shownFor);
}

function select(source) {
  if (source.select) {
    source.focus();
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
}

function say(text) {
  const area = document.getElementById("notification-area");
  area.className = "alert alert-info";
  area.textContent = text;
}
