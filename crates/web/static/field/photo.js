// A photograph made small on the telephone. Drawn anew on a canvas, it loses what the camera wrote beside it: where and
// when it was taken, and with which telephone.
const LONGEST = 1280;
const BYTES = 300 * 1024;
/** The most of one visit. */
export const MOST = 6;

const encoded = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

/** A file as JPEG bytes of at most 1280 pixels and 300 kB; null where it is no picture. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  for (let longest = LONGEST; longest >= 320; longest /= 2) {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.82, 0.65, 0.5]) {
      const blob = await encoded(canvas, quality);
      if (blob && blob.size <= BYTES) return blob.arrayBuffer();
    }
  }
  return null;
}
