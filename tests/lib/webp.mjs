// A page of a browser → WebP: a PNG of the same page is three times as large, and playwright writes no other picture without loss of letters.

/** Gives a function that turns a PNG into the bytes of a WebP, by a canvas of this browser. */
export async function painter(browser) {
  const page = await browser.newPage();
  return async (png) => {
    const webp = await page.evaluate(async (png) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      canvas.getContext('2d').drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.8).split(',')[1];
    }, png.toString('base64'));
    return Buffer.from(webp, 'base64');
  };
}
