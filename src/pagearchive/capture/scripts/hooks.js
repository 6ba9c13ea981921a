// Runs in the page's own world before its scripts. It keeps account of timers that are still to come (content is
// often put in by them), keeps shadow roots readable, remembers text that is drawn on a canvas, does not let the page
// close its own window, and bounds its dialogs and its console. Everything else is left as it is: nothing here hides
// that a program is visiting.
(() => {
  const apply = Reflect.apply;
  const clock = performance.now.bind(performance);
  const LONGEST = 5000, ROUNDS = 3, KEPT = 500;
  const due = new Map();
  const rounds = new Map();
  const note = (id, delay) => {
    delay = +delay || 0;
    if (delay < 20 || delay > LONGEST || due.size > KEPT || clock() > 20000) return;
    const times = (rounds.get(delay) || 0) + 1;
    rounds.set(delay, times);
    if (times <= ROUNDS) due.set(id, clock() + delay); // the same delay over and over is a heartbeat
  };
  for (const name of ["setTimeout", "setInterval"]) {
    const native = window[name];
    const wrapped = { [name](...values) {
      const id = apply(native, window, values);
      try { note(id, values[1]); } catch (_) { /* an odd delay is the page's business */ }
      return id;
    } }[name];
    Object.defineProperty(window, name, { value: wrapped, writable: true, configurable: true, enumerable: true });
  }
  for (const name of ["clearTimeout", "clearInterval"]) {
    const native = window[name];
    const wrapped = { [name](id) { due.delete(id); return apply(native, window, [id]); } }[name];
    Object.defineProperty(window, name, { value: wrapped, writable: true, configurable: true, enumerable: true });
  }
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = { attachShadow(init) {
    return apply(attach, this, [init && init.mode === "closed" ? { ...init, mode: "open" } : init]);
  } }.attachShadow;
  if (window === window.top) window.close = { close() {} }.close;
  const MOST_DIALOGS = 40, MOST_LINES = 500;
  let dialogs = 0, lines = 0;
  for (const name of ["alert", "confirm", "prompt", "print"]) {
    const native = window[name];
    window[name] = { [name](...values) {
      if (name === "print") return undefined;
      if ((dialogs += 1) > MOST_DIALOGS) throw new DOMException("too many dialogs", "AbortError");
      return apply(native, window, values);
    } }[name];
  }
  for (const name of ["log", "info", "warn", "error", "debug", "trace", "dir", "dirxml", "table", "group", "count", "assert"]) {
    const native = console[name];
    console[name] = { [name](...values) { return (lines += 1) > MOST_LINES ? undefined : apply(native, console, values); } }[name];
  }
  const drawn = new Map();
  if (window.CanvasRenderingContext2D) {
    for (const name of ["fillText", "strokeText"]) {
      const native = CanvasRenderingContext2D.prototype[name];
      CanvasRenderingContext2D.prototype[name] = { [name](...values) {
        try {
          const canvas = this.canvas;
          if (!drawn.has(canvas) && drawn.size < 50) drawn.set(canvas, []);
          const kept = drawn.get(canvas), text = String(values[0]);
          if (kept && kept.length < 500 && kept[kept.length - 1] !== text) kept.push(text.slice(0, 2000));
        } catch (_) { /* the drawing itself goes on */ }
        return apply(native, this, values);
      } }[name];
    }
  }
  Object.defineProperty(window, "__pagearchive", { enumerable: false, value: Object.freeze({
    // Milliseconds until the last timer that is waited for.
    wait() {
      const now = clock();
      let latest = 0;
      for (const [id, at] of due) if (at < now) due.delete(id); else latest = Math.max(latest, at - now);
      return latest;
    },
    // Writes what was drawn on each canvas onto it, so that it is in the stored DOM.
    label() {
      for (const [canvas, kept] of drawn) canvas.setAttribute("data-drawn-text", kept.join("\n"));
      return drawn.size;
    },
  }) });
})();
