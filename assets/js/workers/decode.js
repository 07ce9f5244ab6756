// Reads QR codes off the page's own thread. A classic worker, because the decoder is a classic script.
// First message: the decoder's address. Then `{ id, image }`; the answer is `{ id, code }`.
/* global importScripts, jsQR */

self.addEventListener("message", ({ data }) => {
  if (typeof data === "string") {
    importScripts(data);
    return;
  }
  const { width, height, data: pixels } = data.image;
  const found = jsQR(pixels, width, height, { inversionAttempts: "attemptBoth" });
  self.postMessage({ id: data.id, code: found?.data || null });
});
