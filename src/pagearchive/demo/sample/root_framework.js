// What Invision Community's lazy loading does: the picture is fetched when it comes into view.
(function () {
  const pictures = document.querySelectorAll("img[data-src]");
  const watcher = new IntersectionObserver(function (entries) {
    entries.filter((entry) => entry.isIntersecting).forEach(function (entry) {
      const picture = entry.target;
      picture.src = picture.dataset.src;
      picture.setAttribute("data-loaded", "true");
      watcher.unobserve(picture);
    });
  });
  pictures.forEach((picture) => watcher.observe(picture));
  document.body.classList.replace("ipsJS_none", "ipsJS_has");
})();
