// A ticket's code as a camera sees it, and as text.
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const jsQR = createRequire(import.meta.url)('../../../assets/vendor/jsqr.js');

/**
 * Draws a picture of part of a page into a frame of so many pixels, turned a little on a grey
 * ground, as a phone is held before a camera. Returns its RGBA bytes.
 */
async function frame(browser, png, width, height, turn) {
  const page = await browser.newPage();
  const bytes = await page.evaluate(async ([data, w, h, degrees]) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(w, h);
    const brush = canvas.getContext('2d');
    brush.fillStyle = '#8a8a8a';
    brush.fillRect(0, 0, w, h);
    const scale = (h * 0.72) / picture.height;
    brush.translate(w / 2, h / 2);
    brush.rotate((degrees * Math.PI) / 180);
    brush.scale(scale, scale);
    brush.fillStyle = '#fff';
    brush.fillRect(-picture.width * 0.56, -picture.height * 0.56, picture.width * 1.12, picture.height * 1.12);
    brush.drawImage(picture, -picture.width / 2, -picture.height / 2);
    const { data: rgba } = brush.getImageData(0, 0, w, h);
    let text = '';
    for (let i = 0; i < rgba.length; i += 0x8000) text += String.fromCharCode(...rgba.subarray(i, i + 0x8000));
    return btoa(text);
  }, [png.toString('base64'), width, height, turn]);
  await page.close();
  return Uint8ClampedArray.from(Buffer.from(bytes, 'base64'));
}

/** The tickets of the order on the page: `{ payload, typed, png }` each. */
export async function ticketsOn(page, browser) {
  const tickets = [];
  for (const pass of await page.locator('.pass').all()) {
    const png = await pass.locator('.pass__stub svg').last().screenshot();
    const [width, height] = [640, 480];
    const seen = jsQR(await frame(browser, png, width, height, 0), width, height);
    if (!seen) throw new Error('the picture on the ticket is not a code that can be read');
    const typed = (await pass.innerText()).match(/[2-9B-Z]{4}-[2-9B-Z]{3}-[2-9B-Z]{3}/)?.[0];
    tickets.push({ payload: seen.data, typed, png });
  }
  return tickets;
}

/**
 * A video for Chromium's fake camera (Y4M is raw pictures, so nothing has to encode it): each code
 * stands before it for a while, then nothing for longer than the scanner remembers.
 */
export async function video(browser, file, pngs, { width = 640, height = 480, perSecond = 5, shown = 1.4, between = 3.2 } = {}) {
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${perSecond}:1 Ip A1:1 C420jpeg\n`)];
  const add = (rgba, seconds) => {
    const picture = yuv(rgba, width, height);
    for (let i = 0; i < Math.round(seconds * perSecond); i += 1) parts.push(Buffer.from('FRAME\n'), picture);
  };
  const nothing = new Uint8ClampedArray(width * height * 4).fill(138);
  for (const [i, png] of pngs.entries()) {
    add(nothing, between);
    add(await frame(browser, png, width, height, 6 - 4 * i), shown);
  }
  await writeFile(file, Buffer.concat(parts));
}

/** Planar YUV with every second colour sample left out, full range (JPEG's matrix). */
function yuv(rgba, width, height) {
  const luma = Buffer.alloc(width * height);
  for (let i = 0; i < luma.length; i += 1) {
    luma[i] = Math.round(0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]);
  }
  // Codes have no colour.
  return Buffer.concat([luma, Buffer.alloc((width / 2) * (height / 2) * 2, 128)]);
}
