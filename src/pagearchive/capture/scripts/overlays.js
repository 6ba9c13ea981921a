// What lies over the page: consent banners, sign-in and newsletter boxes, backdrops. Beside watch.js, in the same world.
(() => {
  const api = globalThis.pagearchive;
  if (!api || api.layers) return;
  const CONSENT = /\bcookies?\b|\bconsent\b|gdpr|\bccpa\b|privacy (?:preferences|choices|settings|policy)|your (?:privacy|data)|datenschutz|einwillig|zustimm|confidentialit|traceurs|consentement|privacidad|consentimiento|riservatezza|consenso|privacidade|toestemming|ciasteczk|prywatno|конфиденциальн|файлы? cookie|クッキー|隐私|개인정보/i;
  const SIGN = /sign[ -]?(?:in|up)|log[ -]?in|register|create (?:an |your )?account|join (?:now|us|the)|anmelden|registrier|connexion|inscri|iniciar sesi|accedi|войти|regist/i;
  const NEWS = /newsletter|subscribe|subscription|sign up for|notifications?|our app|download the app|e-?mail|abonnier|s['’]abonner|suscr[ií]b|iscriviti|support us|donat|ad ?block/i;
  const REFUSE = /^(?:i )?(?:(?:reject|refuse|decline|deny|disagree|object|opt[ -]?out)\b.{0,40}|(?:only |use |accept |allow )*(?:strictly )?(?:necessary|essential|required)(?: cookies)?(?: only)?|(?:accept|allow|use) (?:only )?(?:the )?(?:necessary|essential|required).{0,20}|continue without (?:accepting|agreeing|consent).{0,20}|do not (?:accept|agree|consent|sell).{0,40}|don['’]t (?:accept|agree|consent|sell).{0,40}|no,? (?:thanks|thank you)|(?:alle(?:s)? )?(?:cookies )?(?:ablehnen|verweigern|weigeren|afwijzen)|nur (?:notwendige|erforderliche|essenzielle|technisch).{0,30}|ohne (?:zustimmung|einwilligung).{0,20}|(?:tout |tous )?(?:refuser|rejeter)(?: tout| tous)?.{0,20}|continuer sans accepter.{0,5}|(?:rechazar|denegar)(?: todo| todas)?.{0,20}|solo (?:las )?(?:necesarias|esenciales|i necessari|necessari).{0,10}|(?:rifiuta|nega)(?: tutto| tutti)?.{0,20}|continua senza accettare|(?:rejeitar|recusar)(?: tudo| todos)?.{0,20}|(?:odrzuć|odmów).{0,20}|отклонить.{0,20}|отказаться.{0,20}|только необходимые.{0,15}|(?:avvisa|afvis|avslå)(?: alla| alle)?.{0,15}|拒否.{0,10}|すべて拒否|拒绝.{0,6}|거부.{0,6})[.!]?$/i;
  const CLOSE = /^(?:[×✕✖✗✘╳x]|close|dismiss|no,? (?:thanks|thank you)|not (?:now|today)|maybe later|later|skip|continue (?:reading|as (?:a )?guest|browsing|to (?:site|article))|i['’]?ll (?:do it|decide) later|schlie(?:ß|ss)en|später|nein,? danke|fermer|plus tard|non,? merci|cerrar|ahora no|no,? gracias|chiudi|no,? grazie|fechar|sluiten|nee,? bedankt|zamknij|закрыть|не сейчас|閉じる|关闭)$/i;
  const known = [];
  const HIDDEN = "data-pagearchive-set-aside";

  const above = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    const style = getComputedStyle(node);
    return style.visibility !== "hidden" && style.display !== "none" && +style.opacity > 0.05;
  };
  const words = (node) => {
    const root = node.shadowRoot || node;
    let text = "";
    const walk = (part) => {
      for (const child of part.childNodes) {
        if (text.length > 5000) return;
        if (child.nodeType === 3) text += child.data + " ";
        else if (child.nodeType === 1 && !/^(?:script|style|noscript|template)$/.test(child.localName)) {
          walk(child);
          if (child.shadowRoot) walk(child.shadowRoot);
        }
      }
    };
    walk(root);
    return text.replace(/\s+/g, " ").trim();
  };

  // The deepest element at a point, through shadow trees.
  function at(x, y) {
    let node = document.elementFromPoint(x, y);
    for (let depth = 0; node && node.shadowRoot && depth < 8; depth += 1) {
      const inner = node.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === node) break;
      node = inner;
    }
    return node;
  }

  // The outermost box above a node that is taken out of the page's flow.
  function layer(node) {
    let found = null;
    for (let depth = 0; node && node !== document.body && node !== document.documentElement && depth < 60; depth += 1) {
      const style = getComputedStyle(node);
      const lifted = style.position === "fixed" || (style.position === "absolute" && +style.zIndex >= 100)
        || (node.localName === "dialog" && node.open) || node.getAttribute("aria-modal") === "true";
      if (lifted && !node.hasAttribute(HIDDEN)) found = node;
      node = above(node);
    }
    return found;
  }

  const locked = () => {
    for (const node of [document.documentElement, document.body]) {
      if (!node) continue;
      const style = getComputedStyle(node);
      if (style.overflowY === "hidden" || (style.position === "fixed" && node === document.body)) return true;
    }
    return false;
  };

  function kindOf(node, share, text) {
    const frame = node.localName === "iframe" ? node : node.querySelector("iframe");
    const label = [node.id, node.className && String(node.className), node.getAttribute("aria-label"), frame && (frame.title + " " + frame.src + " " + frame.id)].join(" ");
    const consent = CONSENT.test(text) || /cookie|consent|gdpr|sp_message|trustarc|onetrust|didomi|usercentrics|cmp/i.test(label);
    if (consent && text.length < 4500 && (frame || node.querySelector("button,[role=button],a,input") || node.shadowRoot)) return "consent";
    if (share < 0.12) return "";
    if (node.querySelector("input[type=password]") || (SIGN.test(text) && text.length < 1500)) return share > 0.2 || locked() ? "sign-in" : "";
    if (NEWS.test(text + label) && text.length < 1500 && share > 0.15) return "newsletter";
    if (/^(?:header|nav)$/.test(node.localName) || node.querySelector("nav")) return "";
    const modal = node.getAttribute("aria-modal") === "true" || node.getAttribute("role") === "dialog" || node.localName === "dialog";
    if (share > 0.8 && text.length < 20 && !frame) return "backdrop";
    if ((locked() || modal) && share > 0.2 && text.length < 1500) return "modal";
    return "";
  }

  const clickable = (root) => {
    const found = [];
    const walk = (part) => {
      for (const node of part.querySelectorAll("*")) {
        if (found.length > 400) return;
        if (node.shadowRoot) walk(node.shadowRoot);
        const name = node.localName;
        if (name === "button" || node.getAttribute("role") === "button" || name === "summary"
            || (name === "input" && /^(?:button|submit)$/.test(node.type))
            || (name === "a" && !/^(?!#|javascript:)./i.test(node.getAttribute("href") || ""))
            || /\b(?:close|dismiss)\b/i.test(String(node.className && node.className.baseVal === undefined ? node.className : ""))) found.push(node);
      }
    };
    walk(root);
    if (root.shadowRoot) walk(root.shadowRoot);
    return found;
  };
  const label = (node) => (node.innerText || node.value || "").replace(/\s+/g, " ").trim();

  api.layers = () => {
    known.length = 0;
    const width = innerWidth, height = innerHeight;
    for (const fy of [0.02, 0.15, 0.3, 0.5, 0.7, 0.85, 0.98]) for (const fx of [0.03, 0.25, 0.5, 0.75, 0.97]) {
      const node = at(width * fx, height * fy);
      const top = node && layer(node);
      if (!top || known.some((item) => item.node === top)) continue;
      const box = top.getBoundingClientRect();
      const seen = Math.max(0, Math.min(box.right, width) - Math.max(box.left, 0)) * Math.max(0, Math.min(box.bottom, height) - Math.max(box.top, 0));
      const share = seen / (width * height);
      const text = words(top);
      const kind = kindOf(top, share, text);
      if (kind) known.push({ node: top, kind, share, text });
    }
    return known.map((item, index) => ({ index, kind: item.kind, share: item.share, text: item.text.slice(0, 120) }));
  };

  // Presses the button that refuses or closes; returns its words, or "".
  function press(root, how) {
    for (const node of clickable(root)) {
      const text = label(node), name = (node.getAttribute("aria-label") || node.title || "").trim();
      if (text.length > 60) continue;
      const fits = how === "refuse" ? REFUSE.test(text) || REFUSE.test(name)
        : CLOSE.test(text) || CLOSE.test(name) || (!text && /close|dismiss/i.test(name + " " + (node.className && node.className.baseVal === undefined ? node.className : "")));
      if (!fits || !shown(node)) continue;
      if (how !== "refuse" && node.form && node.type === "submit") continue;
      node.click();
      return text || name || "close";
    }
    return "";
  }
  api.press = (index, how) => (known[index] ? press(known[index].node, how) : "");

  // In a frame that is a consent dialog as a whole.
  api.refuseHere = () => {
    const text = words(document.body || document.documentElement);
    return text.length < 6000 && CONSENT.test(text) ? press(document, "refuse") : "";
  };
  api.open = (index) => {
    const item = known[index];
    return Boolean(item && item.node.isConnected && shown(item.node));
  };
  api.setAside = (index) => {
    const item = known[index];
    if (!item) return false;
    item.node.setAttribute(HIDDEN, item.kind);
    item.node.style.setProperty("display", "none", "important");
    if (item.node.localName === "dialog" && item.node.open) item.node.close();
    return true;
  };
  api.unlock = () => {
    if (!locked()) return false;
    for (const node of [document.documentElement, document.body]) {
      node.style.setProperty("overflow", "auto", "important");
      if (getComputedStyle(node).position === "fixed") node.style.setProperty("position", "static", "important");
    }
    return true;
  };
})();
