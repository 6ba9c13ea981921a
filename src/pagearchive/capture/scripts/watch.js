// Runs in a world of its own beside the page's: it sees the same document, and the page cannot see or change it.
(() => {
  if (globalThis.pagearchive) return;
  const MAX_TEXT = 20e6, MAX_DOM = 60e6, MAX_FOUND = 4000;
  let changes = 0, changed = 0;
  const observer = new MutationObserver((records) => {
    const before = changes;
    for (const record of records) if (record.addedNodes.length || record.type === "characterData") changes += 1;
    if (changes > before) changed = performance.now();
  });
  observer.observe(document, { subtree: true, childList: true });

  const absolute = (text) => {
    try {
      const url = new URL(text, document.baseURI);
      return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
    } catch (_) { return null; }
  };
  const scroller = () => document.scrollingElement || document.documentElement;

  // All elements, those in shadow trees included.
  function* elements(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      yield node;
      if (node.shadowRoot) yield* elements(node.shadowRoot);
    }
  }

  // Whether anything on the page may be meant for later: a redirect by <meta> within ten seconds.
  function refresh() {
    const meta = document.querySelector('meta[http-equiv="refresh" i]');
    const found = meta && /^\s*(\d+(?:\.\d*)?)\s*(?:[;,]|$)/.exec(meta.content || "");
    return found && +found[1] <= 10 ? +found[1] : -1;
  }

  // The document itself where the browser shows XML in a viewer of its own.
  const viewed = () => /xml$/.test(document.contentType) && document.getElementById("webkit-xml-viewer-source-xml");

  const api = {
    state() {
      const top = scroller();
      return {
        ready: document.readyState, changes, url: location.href, refresh: refresh(),
        height: top ? top.scrollHeight : 0, images: document.images.length, age: performance.now(),
        still: performance.now() - changed,
      };
    },

    // Answers once the page has nothing to do, or after a while.
    idle() { return new Promise((done) => requestIdleCallback(() => done(true), { timeout: 400 })); },

    // Turns lazy loading off and lists what this screen did not ask for.
    prepare(limit) {
      const found = new Set();
      const add = (text) => { const url = text && absolute(text); if (url && found.size < limit) found.add(url); };
      const addSet = (text) => {
        for (const part of (text || "").split(/,\s+|\s+(?:[\d.]+[wx])\s*,?\s*/)) if (part.trim()) add(part.trim().split(/\s+/)[0]);
      };
      let seen = 0;
      for (const node of elements(document)) {
        if (++seen > 60000) break;
        const name = node.localName;
        if (node.loading === "lazy") node.loading = "eager";
        if (name === "img" || name === "source" || name === "picture" || name === "video" || name === "iframe"
            || node.hasAttribute("data-src") || node.hasAttribute("data-srcset") || node.hasAttribute("data-bg")
            || node.hasAttribute("data-background-image") || node.hasAttribute("data-background")) {
          for (const attribute of node.attributes) {
            const key = attribute.name, value = attribute.value;
            if (key === "src" && name === "img") add(value);
            else if (key === "srcset" || key === "data-srcset" || key === "data-lazy-srcset" || key === "imagesrcset") addSet(value);
            else if (/^data-(?:src|original|lazy|lazy-src|orig-file|full|full-src|hi-res|hires|url|bg|background|background-image|thumb|poster|image|img|echo|actualsrc)$/.test(key)) {
              if (/^(?:https?:|\/|\.\.?\/)|\.(?:jpe?g|png|gif|webp|avif|svg|mp4|webm)(?:[?#]|$)/i.test(value)) add(value.replace(/^url\(["']?|["']?\)$/g, ""));
            }
          }
          if (name === "video" && node.poster) add(node.poster);
        }
        if ((name === "video" || name === "audio") && node.preload === "none") { node.preload = "auto"; node.load(); }
        else if (name === "track") add(node.getAttribute("src"));
        else if (name === "link") {
          if (/(?:^|\s)(?:icon|apple-touch-icon|shortcut|mask-icon|manifest)(?:\s|$)/i.test(node.rel || "")) add(node.getAttribute("href"));
          if (node.hasAttribute("imagesrcset")) addSet(node.getAttribute("imagesrcset"));
        } else if (name === "meta" && /^(?:og:image(?::url|:secure_url)?|twitter:image)$/.test(node.getAttribute("property") || node.name || "")) {
          add(node.content);
        }
      }
      return [...found];
    },

    // The style sheets written into the page.
    styles() {
      let text = "", seen = 0;
      const rules = (sheet) => {
        try { for (const rule of sheet.cssRules) if (text.length < 2e6) text += rule.cssText + "\n"; } catch (_) { /* not readable */ }
      };
      const adopted = (root) => { for (const sheet of root.adoptedStyleSheets || []) rules(sheet); };
      adopted(document);
      for (const node of elements(document)) {
        if (++seen > 60000 || text.length > 2e6) break;
        if (node.shadowRoot) adopted(node.shadowRoot);
        // Rules that a script has put in are not in the element's text.
        if (node.localName === "style") { if (node.textContent.trim()) text += node.textContent + "\n"; else if (node.sheet) rules(node.sheet); }
        else if (node.hasAttribute("style") && node.getAttribute("style").includes("(")) text += node.getAttribute("style") + "\n";
      }
      return { text, base: document.baseURI };
    },

    // Scrolls one screen down, the page or the largest part of it that scrolls by itself.
    step() {
      const top = scroller();
      let target = top;
      if (top.scrollHeight <= innerHeight + 2) {
        let best = 0;
        for (const node of document.querySelectorAll("main,div,section,article,ul,ol")) {
          const room = node.scrollHeight - node.clientHeight;
          if (room > 50 && node.clientHeight > innerHeight / 3 && room > best && /auto|scroll/.test(getComputedStyle(node).overflowY)) {
            best = room;
            target = node;
          }
        }
      }
      const height = target === top ? innerHeight : target.clientHeight;
      const before = target.scrollTop;
      target.scrollTop = before + Math.max(100, height * 0.85);
      return { moved: target.scrollTop > before + 50, height: target.scrollHeight, end: target.scrollTop + height >= target.scrollHeight - 3 };
    },

    home() { scrollTo(0, 0); return true; },

    // Presses the first "load more" button that is in sight; returns its words, or "".
    more(pressed) {
      const words = /^(?:\+\s*)?(?:load|show|view|see|read)\s+(?:\d+\s+)?(?:more|all|older|previous|next|additional|remaining|further)\b|^more\s+(?:comments|posts|replies|results|stories|articles|items)|^(?:load|show) (?:older|newer)|^(?:mehr|weitere)\s+(?:\S+\s+)?(?:laden|anzeigen)|^(?:charger|afficher|voir)\s+(?:la suite|plus)|^(?:cargar|mostrar|ver)\s+más|^(?:carica|mostra)\s+altr|^(?:carregar|mostrar|ver)\s+mais|^(?:meer)\s+(?:laden|tonen)|^(?:pokaż|załaduj)\s+więcej|^(?:показать|загрузить)\s+(?:ещё|еще|больше)|^もっと(?:見る|読み込む)|^(?:加载|查看|显示)更多/i;
      for (const node of elements(document)) {
        const name = node.localName;
        if (name !== "button" && name !== "a" && node.getAttribute("role") !== "button" && name !== "summary") continue;
        if (name === "a" && /^(?!#|javascript:)./i.test(node.getAttribute("href") || "")) continue;
        if (node.form && node.type === "submit") continue;
        const label = (node.innerText || node.getAttribute("aria-label") || "").trim();
        if (!label || label.length > 60 || !words.test(label) || node.disabled) continue;
        if (node.getAttribute("aria-expanded") === "true") continue;
        const box = node.getBoundingClientRect();
        if (box.width < 2 || box.height < 2 || getComputedStyle(node).visibility === "hidden") continue;
        if ((node.pagearchivePressed || 0) >= pressed) continue;
        node.pagearchivePressed = (node.pagearchivePressed || 0) + 1;
        node.click();
        return label.slice(0, 60);
      }
      return "";
    },

    facts() {
      const link = document.querySelector('link[rel~="canonical" i]');
      return {
        url: location.href, title: (document.title || "").slice(0, 1000), type: document.contentType,
        canonical: link ? absolute(link.getAttribute("href") || "") : null,
        icon: (document.querySelector('link[rel~="icon" i]') || {}).href || null,
        height: scroller() ? scroller().scrollHeight : 0,
        headings: [...document.querySelectorAll("h1,h2")].slice(0, 5).map((node) => (node.innerText || "").trim().slice(0, 200)),
        passwords: [...document.querySelectorAll("input[type=password]")].filter((node) => node.getClientRects().length).length,
      };
    },

    dom() {
      const source = viewed();
      if (source) return source.innerHTML.slice(0, MAX_DOM);
      for (const node of elements(document)) if (node.shadowRoot || node.localName === "canvas") return flat(document).slice(0, MAX_DOM);
      const type = document.doctype ? doctype(document.doctype) : "";
      return type + (document.documentElement ? document.documentElement.outerHTML : "").slice(0, MAX_DOM);
    },

    text() {
      const source = viewed();
      if (source) return source.textContent.trim().slice(0, MAX_TEXT);
      const body = document.body || document.documentElement;
      if (!body) return "";
      let asked = 0;
      for (const node of elements(body)) {
        // innerText leaves out what is not laid out yet because it is off the screen.
        const folded = ++asked < 8000 && getComputedStyle(node).contentVisibility === "auto";
        if (folded || node.shadowRoot || node.localName === "canvas") return plain(body).slice(0, MAX_TEXT);
      }
      return (body.innerText === undefined ? body.textContent : body.innerText).slice(0, MAX_TEXT);
    },
  };

  const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
  const RAW = new Set("script style xmp iframe noembed noframes plaintext".split(" "));
  const escapeText = (text) => text.replace(/[&<>\u00a0]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;" })[c]);
  const escapeValue = (text) => text.replace(/[&"\u00a0]/g, (c) => ({ "&": "&amp;", '"': "&quot;", "\u00a0": "&nbsp;" })[c]);
  const doctype = (node) => "<!DOCTYPE " + node.name + (node.publicId ? ` PUBLIC "${node.publicId}"` : node.systemId ? " SYSTEM" : "")
    + (node.systemId ? ` "${node.systemId}"` : "") + ">";

  // Children in the flat tree: a host shows its shadow tree, a slot what is put into it.
  function children(node) {
    if (node.shadowRoot) return node.shadowRoot.childNodes;
    if (node.localName === "slot" && node.getRootNode() instanceof ShadowRoot) {
      const assigned = node.assignedNodes();
      return assigned.length ? assigned : node.childNodes;
    }
    if (node.localName === "template" && node.content) return node.content.childNodes;
    return node.childNodes;
  }

  // The document as HTML with shadow trees in place and what was drawn on a canvas as its content. No recursion: pages nest deeply.
  function flat(root) {
    const out = [], stack = [root];
    while (stack.length) {
      const node = stack.pop();
      if (typeof node === "string") { out.push(node); continue; }
      switch (node.nodeType) {
        case 1: {
          const name = node.localName;
          let tag = "<" + name;
          for (const attribute of node.attributes) tag += ` ${attribute.name}="${escapeValue(attribute.value)}"`;
          out.push(tag + ">");
          if (VOID.has(name)) break;
          stack.push(`</${name}>`);
          if (name === "canvas" && node.dataset.drawnText) { stack.push(escapeText(node.dataset.drawnText)); break; }
          const list = children(node);
          for (let index = list.length - 1; index >= 0; index -= 1) stack.push(list[index]);
          break;
        }
        case 3: out.push(RAW.has(node.parentNode && node.parentNode.localName) ? node.data : escapeText(node.data)); break;
        case 8: out.push(`<!--${node.data}-->`); break;
        case 9: case 11: for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index]); break;
        case 10: out.push(doctype(node)); break;
      }
    }
    return out.join("");
  }

  // Visible text of the flat tree.
  function plain(root) {
    const out = [], stack = [root];
    while (stack.length) {
      const node = stack.pop();
      if (typeof node === "string") { out.push(node); continue; }
      if (node.nodeType === 3) { out.push(node.data.replace(/\s+/g, " ")); continue; }
      if (node.nodeType === 1) {
        const name = node.localName;
        if (/^(?:script|style|noscript|template|head|title)$/.test(name)) continue;
        if (name === "br") { out.push("\n"); continue; }
        const style = getComputedStyle(node);
        if (style.display === "none" || style.visibility === "hidden") continue;
        if (name === "canvas" && node.dataset.drawnText) { out.push("\n" + node.dataset.drawnText + "\n"); continue; }
        if (!/^inline|contents/.test(style.display)) { out.push("\n"); stack.push("\n"); }
      }
      const list = children(node);
      for (let index = list.length - 1; index >= 0; index -= 1) stack.push(list[index]);
    }
    return out.join("").replace(/[ \t]*\n[ \t]*/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  }

  globalThis.pagearchive = api;
})();
