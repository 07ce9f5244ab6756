// Finds a QR code in a picture of a video: by the browser where it can, else by the vendored decoder.

/** Long edge of what the vendored decoder looks at: enough for our codes, quick on cheap phones. */
const LONG_EDGE = 720;

/**
 * @param {{ decoder: string, worker: string }} addresses
 * @returns {Promise<(video: HTMLVideoElement) => Promise<string | null>>}
 */
export async function makeDecoder(addresses) {
  if ("BarcodeDetector" in globalThis) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue || null;
    }
  }
  return vendored(addresses);
}

/** @param {{ decoder: string, worker: string }} addresses */
function vendored(addresses) {
  const worker = new Worker(addresses.worker);
  worker.postMessage(new URL(addresses.decoder, location.href).href);
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  let id = 0;
  return (/** @type {HTMLVideoElement} */ video) => {
    const scale = Math.min(1, LONG_EDGE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = brush.getImageData(0, 0, canvas.width, canvas.height);
    const asked = ++id;
    return new Promise((resolve, reject) => {
      const hear = (/** @type {MessageEvent} */ { data }) => {
        if (data.id !== asked) return;
        worker.removeEventListener("message", hear);
        resolve(data.code);
      };
      worker.addEventListener("message", hear);
      worker.addEventListener("error", reject, { once: true });
      worker.postMessage({ id: asked, image }, [image.data.buffer]);
    });
  };
}
