/** Pictures made smaller in the browser: what a phone's camera makes is too large to be sent, and too large to be shown in a
 * message. Loaded with the first picture: it imports nothing, so that nothing is loaded twice. */

/** Pixels of the longer side. */
const SENT = 2_000;
const SHOWN = 480;
/** A file of so many bytes is sent as it is, if it has no more pixels. */
const ENOUGH = 1_500_000;
const QUALITY = 0.85;
const SHRINKS = ["image/jpeg", "image/png", "image/webp"];

/** A picture as it is sent: with its pixels in bounds, and without what the camera noted. Other files, and what can't be read, as they are. */
export async function shrunk(file: File): Promise<File> {
  if (!SHRINKS.includes(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    if (file.size <= ENOUGH && Math.max(bitmap.width, bitmap.height) <= SENT) return file;
    const type = file.type === "image/png" && file.size <= ENOUGH ? file.type : "image/jpeg";
    const blob = await drawn(bitmap, SENT, type);
    const name = type === file.type ? file.name : `${file.name.replace(/\.\w+$/, "")}.jpg`;
    return blob.size < file.size ? new File([blob], name, { type }) : file;
  } catch {
    return file; // the server looks closer
  }
}

/** A small picture of a file as a `data:` address, which the widget's Content-Security-Policy allows; "" where it is no picture. */
export async function preview(file: Blob): Promise<string> {
  if (!file.type.startsWith("image/")) return "";
  try {
    const bitmap = await createImageBitmap(file);
    const small = Math.max(bitmap.width, bitmap.height) <= SHOWN && file.size < 50_000;
    return await dataAddress(small ? file : await drawn(bitmap, SHOWN, "image/webp"));
  } catch {
    return "";
  }
}

export function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function drawn(bitmap: ImageBitmap, longest: number, type: string): Promise<Blob> {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext("2d")!;
  if (type === "image/jpeg") {
    context.fillStyle = "#fff"; // it knows no transparency
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type, quality: QUALITY });
}
