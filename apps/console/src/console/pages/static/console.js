// What pages do beyond links and forms; without it they are read and paged all the same.
(() => {
  "use strict";
  const root = document.documentElement;
  const token = document.querySelector('meta[name="form-token"]')?.content;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`tz=${zone}`)) {
    document.cookie = `tz=${zone}; path=/; max-age=31536000; samesite=lax`;
  }

  document.addEventListener("htmx:config:request", (event) => {
    if (token) event.detail.ctx.request.headers["X-Form-Token"] = token;
  });

  // The theme, at once and for a year.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch]");
    if (!button) return;
    event.preventDefault();
    const isDark = root.dataset.theme === "dark" ||
      (root.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = isDark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    document.querySelectorAll("[data-plot]").forEach(draw);
  });

  // The command bar.
  const bar = document.getElementById("command");
  const help = document.getElementById("help");
  const open = () => { bar.showModal(); const field = bar.querySelector("input"); field.select(); field.focus(); };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-command]")) { event.preventDefault(); open(); }
    if (event.target.closest("[data-open-help]")) { event.preventDefault(); help.showModal(); }
    if (event.target === bar) bar.close();
    if (event.target === help) help.close();
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy).textContent).then(() => { copy.textContent = "Copied"; });
  });

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  let went = 0;
  document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const places = Object.fromEntries([...document.querySelectorAll("nav [data-go]")].map((link) => [link.dataset.go, link.href]));
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && bar) { event.preventDefault(); open(); return; }
    if (bar?.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const hits = [...bar.querySelectorAll(".hits a")];
      const at = hits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      (hits[at] || bar.querySelector("input")).focus();
      return;
    }
    if (bar?.open && event.key === "Enter" && event.target.tagName === "INPUT") {
      const first = bar.querySelector(".hits a");
      if (first) { event.preventDefault(); location.assign(first.href); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || bar?.open || help?.open) return;
    if (Date.now() - went < 2000 && places[event.key]) { location.assign(places[event.key]); return; }
    if (event.key === "g") { went = Date.now(); return; }
    if (event.key === "?" && help) { help.showModal(); return; }
    if (event.key === "/") {
      const field = document.querySelector('main input[type="search"]');
      event.preventDefault();
      if (field) field.focus(); else if (bar) open();
      return;
    }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); return; }
    if (event.key === "Enter" && document.activeElement?.matches("tr[data-href]")) { follow(document.activeElement); return; }
    if (/^[0-9]$/.test(event.key)) {
      const aim = document.querySelector(`#card [data-focus="${event.key}"]`);
      if (aim) { event.preventDefault(); aim.focus(); return; }
      const button = document.querySelector(`#card [data-key="${event.key}"]`);
      if (button) {
        event.preventDefault();
        button.click();
        if (button.type === "radio") button.form.querySelector("[data-done]")?.focus();
      }
    }
  });

  const rows = () => [...document.querySelectorAll("main tr[data-href]")];
  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(document.activeElement.closest?.("tr[data-href]") || document.querySelector("main tr.chosen"));
    const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (next.dataset.card) next.querySelector("a").click();
  };
  const follow = (row) => { if (row.dataset.card) row.querySelector("a").click(); else location.assign(row.dataset.href); };

  // A disposition: the first key chooses, the second one says it.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-disposition]");
    if (!chosen) return;
    const form = chosen.closest("form");
    form.querySelector('[name="disposition"]').value = chosen.dataset.disposition;
    form.querySelectorAll("[data-disposition]").forEach((each) => each.setAttribute("aria-pressed", each === chosen));
    const done = form.querySelector("[data-done]");
    done.removeAttribute("disabled");
    done.textContent = `Done: ${chosen.dataset.words}`;
    done.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("tr[data-card] a[hx-get]");
    if (!link) return;
    document.querySelectorAll("tr.chosen").forEach((row) => row.classList.remove("chosen"));
    link.closest("tr").classList.add("chosen");
  });
  document.addEventListener("task-done", () => {
    const row = document.querySelector("tr.chosen");
    const next = row?.nextElementSibling || row?.previousElementSibling;
    row?.remove();
    if (next) { next.focus(); next.querySelector("a").click(); }
  });

  // The slider of a look back writes its day; letting go of it looks.
  document.querySelectorAll("[data-as-of] input[type=range]").forEach((slider) => {
    const field = slider.form.elements.as_of;
    slider.addEventListener("input", () => {
      const day = new Date(`${slider.dataset.today}T00:00Z`);
      day.setUTCDate(day.getUTCDate() + Number(slider.value));
      field.value = slider.value === "0" ? "" : day.toISOString().slice(0, 10);
    });
    slider.addEventListener("change", () => slider.form.requestSubmit());
  });

  // What was decided stays, so that it can be undone; the next row is a key away.
  document.addEventListener("row-done", () => document.querySelector("tr.chosen")?.classList.add("done"));

  // What happens, as it happens; it waits while the reader is selecting.
  const feed = document.querySelector("[data-live]");
  if (feed) {
    const state = document.querySelector("[data-live-state]");
    const source = new EventSource(`/live?after=${feed.dataset.live}`);
    const waiting = [];
    const show = () => {
      if (String(getSelection()) || feed.matches(":hover")) { setTimeout(show, 800); return; }
      while (waiting.length) {
        const holder = document.createElement("template");
        holder.innerHTML = waiting.shift();
        holder.content.firstElementChild?.classList.add("new");
        feed.prepend(holder.content);
        while (feed.children.length > 40) feed.lastElementChild.remove();
      }
    };
    source.addEventListener("line", (event) => { waiting.push(event.data); show(); });
    source.onopen = () => { state?.classList.add("live"); };
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) state?.classList.remove("live"); };
  }

  // Pictures of time series; the same numbers stand in the table beside.
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  function draw(place) {
    const data = JSON.parse(document.getElementById(place.dataset.plot).textContent);
    place.replaceChildren();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
    new uPlot({
      width: place.clientWidth, height: 190, legend: { show: false }, cursor: { y: false },
      scales: { x: { range: [Number(place.dataset.from), Number(place.dataset.to)] } },
      series: [{}, { label: place.dataset.label, stroke: colour("--accent"), fill: colour("--accent"), paths: uPlot.paths.bars({ size: [0.7, 22] }), points: { show: false } }],
      axes: [{ ...axis, values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleDateString(navigator.language, { day: "numeric", month: "short" })) }, { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString(navigator.language)) }],
    }, data, place);
  }
  if (window.uPlot) {
    document.querySelectorAll("[data-plot]").forEach(draw);
    let late;
    addEventListener("resize", () => { clearTimeout(late); late = setTimeout(() => document.querySelectorAll("[data-plot]").forEach(draw), 120); });
  }
})();
