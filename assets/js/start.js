// Stands in every public page and runs before anything is drawn: what can wait waits until the first words are seen.
// boot.js follows when the page is drawn and read to its end. The letters are 90 KB: who comes from a page of this house has
// them already; whoever comes from elsewhere reads in a face of the same measure first (data-letters, css/tokens.css).
{
  const root = document.documentElement;
  let drawn = false;

  function start() {
    import("/assets/js/boot.js");
  }

  function follow() {
    if (drawn) return;
    drawn = true;
    delete root.dataset.letters;
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
    else start();
  }

  if (!document.referrer.startsWith(`${location.origin}/`)) root.dataset.letters = "later";
  if (document.hidden || !self.PerformanceObserver?.supportedEntryTypes?.includes("paint")) {
    // Nothing is drawn in the background, and not every browser tells when it has drawn.
    follow();
  } else {
    new PerformanceObserver((paints, observer) => {
      if (paints.getEntriesByName("first-contentful-paint").length === 0) return;
      observer.disconnect();
      follow();
    }).observe({ type: "paint", buffered: true });
    setTimeout(follow, 3000);
  }
}
