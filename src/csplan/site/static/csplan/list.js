// Keys within a list: they work while something in the list has the focus, so that they stand in nobody's way.
document.addEventListener("keydown", (event) => {
  const rows = event.target.closest?.("[data-rows]");
  if (!rows || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const row = event.target.closest("tr");
  const links = [...rows.querySelectorAll("th[scope=row] a")];
  const at = links.findIndex((link) => row && row.contains(link));
  const act = {
    j: () => links[Math.min(at + 1, links.length - 1)].focus(),
    k: () => links[Math.max(at - 1, 0)].focus(),
    o: () => links[at]?.click(),
    t: () => row?.querySelector("[data-take]")?.click(),
    w: () => row?.querySelector("summary")?.click(),
    "?": () => window.location.assign(rows.dataset.keys),
  }[event.key];
  if (!act || !links.length) return;
  event.preventDefault();
  act();
});
