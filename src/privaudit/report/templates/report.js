"use strict";
// The report says everything without this; here is only zoom and filter of the timeline.
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  all(".controls").forEach((element) => { element.hidden = false; });

  const scroller = document.querySelector(".lanes");
  const stretch = document.querySelector(".stretch");
  let zoom = 1;
  const setZoom = (wanted) => {
    if (!scroller || !stretch) { return; }
    const middle = (scroller.scrollLeft + scroller.clientWidth / 2) / stretch.clientWidth;
    zoom = Math.min(64, Math.max(1, wanted));
    stretch.style.width = `${zoom * 100}%`;
    stretch.classList.toggle("zoom1", zoom >= 4 && zoom < 16);
    stretch.classList.toggle("zoom2", zoom >= 16);
    scroller.scrollLeft = middle * stretch.clientWidth - scroller.clientWidth / 2;
    keepLabels();
  };
  // A bar longer than what is seen keeps its label at the left edge.
  const labels = all(".bar text").map((text) => ({ text, left: Number.parseFloat(text.parentNode.getAttribute("x")) }));
  const keepLabels = () => {
    for (const { text, left } of labels) {
      const hidden = scroller.scrollLeft - (left / 100) * stretch.clientWidth;
      text.setAttribute("x", String(Math.max(5, hidden + 5)));
    }
  };
  all("button[data-zoom]").forEach((button) => {
    button.addEventListener("click", () => { setZoom(Number(button.dataset.zoom) * zoom || 1); });
  });
  if (scroller && stretch) {
    scroller.addEventListener("scroll", keepLabels, { passive: true });
    scroller.addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") { setZoom(zoom * 2); }
      if (event.key === "-") { setZoom(zoom / 2); }
      if (event.key === "0") { setZoom(1); }
    });
  }

  const only = document.getElementById("only");
  const search = document.getElementById("search");
  const matches = document.getElementById("matches");
  const rows = all(".moments tbody tr").map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const filter = () => {
    const off = new Set(all("input[data-lane]").filter((box) => !box.checked).map((box) => box.dataset.lane));
    all(".lane[data-lane], .name[data-lane]").forEach((part) => {
      part.classList.toggle("off", off.has(part.dataset.lane));
    });
    if (stretch) { stretch.classList.toggle("only", only.checked); }
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = !off.has(row.dataset.lane) && (!only.checked || row.classList.contains("hit")) && text.includes(wanted);
      row.classList.toggle("off", !fits);
      if (fits) { shown += 1; }
    }
    matches.textContent = matches.dataset.words.replace("%", String(shown));
  };
  if (only && search) {
    all("input[data-lane]").concat(only).forEach((box) => { box.addEventListener("change", filter); });
    search.addEventListener("input", filter);
  }
})();
