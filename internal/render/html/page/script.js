(function () {
  "use strict";
  var root = document.documentElement;

  // Light or dark: the system's choice until the reader chooses.
  var themes = document.querySelector("[data-theme-button]");
  var stored = null;
  try { stored = localStorage.getItem("showhow-theme"); } catch (e) { /* storage may be off */ }
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function dark() {
    var t = root.getAttribute("data-theme");
    return t ? t === "dark" : system.matches;
  }
  function name() { themes.textContent = dark() ? "Light" : "Dark"; }
  if (stored === "dark" || stored === "light") { root.setAttribute("data-theme", stored); }
  themes.hidden = false;
  name();
  if (system.addEventListener) { system.addEventListener("change", name); }
  themes.addEventListener("click", function () {
    var t = dark() ? "light" : "dark";
    root.setAttribute("data-theme", t);
    try { localStorage.setItem("showhow-theme", t); } catch (e) { /* storage may be off */ }
    name();
  });

  var print = document.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", function () { window.print(); });

  // Copying a command.
  function copy(text, done) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done, function () { old(text, done); });
    } else { old(text, done); }
  }
  function old(text, done) {
    var area = document.createElement("textarea"), focused = document.activeElement;
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "off";
    document.body.appendChild(area);
    area.select();
    try { if (document.execCommand("copy")) { done(); } } finally { area.remove(); if (focused) { focused.focus(); } }
  }
  document.querySelectorAll(".copy").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () {
      copy(b.closest(".cmd").querySelector("pre code").textContent, function () {
        b.textContent = "Copied";
        setTimeout(function () { b.textContent = "Copy"; }, 1600);
      });
    });
  });

  // On a narrow screen the contents begin folded.
  var contents = document.querySelector(".contents details");
  if (contents && window.matchMedia("(max-width: 1099px)").matches) { contents.open = false; }

  // The contents mark the step that is being read, and keep it in sight.
  var nav = document.querySelector(".contents"), here = null, seen = new Set();
  function follow() {
    var first = null;
    seen.forEach(function (s) { if (!first || s.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) { first = s; } });
    var link = first && nav.querySelector('a[href="#' + CSS.escape(first.id) + '"]');
    if (!link || link === here) { return; }
    if (here) { here.removeAttribute("aria-current"); }
    here = link;
    link.setAttribute("aria-current", "step");
    var at = link.getBoundingClientRect(), frame = nav.getBoundingClientRect();
    if (at.top < frame.top || at.bottom > frame.bottom) { nav.scrollTop += at.top - frame.top - frame.height / 3; }
  }
  if (window.IntersectionObserver) {
    var reading = new IntersectionObserver(function (all) {
      all.forEach(function (e) { seen[e.isIntersecting ? "add" : "delete"](e.target); });
      follow();
    }, { rootMargin: "-80px 0px -50% 0px" });
    document.querySelectorAll(".step").forEach(function (s) { reading.observe(s); });
  }

  // What a sentence rests on is shown to the left where the page ends.
  function turn(e) {
    var ev = e.target.closest && e.target.closest(".ev"), tip = ev && ev.querySelector(".rests");
    if (!tip || tip.classList.contains("turned")) { return; }
    if (tip.getBoundingClientRect().right > root.clientWidth - 8) { tip.classList.add("turned"); }
  }
  document.addEventListener("mouseover", turn);
  document.addEventListener("focusin", turn);

  // Playing from a moment.
  var drawer = document.querySelector(".drawer");
  if (!drawer) { return; }
  var video = drawer.querySelector("video"), none = drawer.querySelector(".drawer-none"), from = null;
  function close() {
    video.pause();
    drawer.hidden = true;
    if (from) { from.focus(); from = null; }
  }
  document.addEventListener("click", function (e) {
    var a = e.target.closest && e.target.closest("a.at[data-from]");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey) { return; }
    e.preventDefault();
    from = a;
    drawer.hidden = false;
    none.hidden = true;
    if (e.detail === 0) { video.focus(); } // by the keyboard: it stands at the page's end, far from the sentence
    drawer.querySelector(".drawer-at").textContent = "From " + a.textContent;
    var src = a.getAttribute("href").split("#")[0], t = parseFloat(a.getAttribute("data-from"));
    function go() { video.currentTime = t; video.play().catch(function () { /* the reader may press play */ }); }
    if (video.getAttribute("src") !== src) {
      video.setAttribute("src", src);
      video.addEventListener("loadedmetadata", go, { once: true });
      video.load();
    } else { go(); }
  });
  video.addEventListener("error", function () { none.hidden = false; });
  drawer.querySelector("[data-close]").addEventListener("click", close);
  document.addEventListener("keydown", function (e) { if (e.key === "Escape" && !drawer.hidden) { close(); } });
})();
